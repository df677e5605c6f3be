namespace SerpentDsl.Experiments.Output;

/// <summary>The names of the commands that messages and reports of other rooms tell a reader to run.</summary>
internal static class VerbNames
{
    /// <summary>Continues a run.</summary>
    public const string Resume = "resume";

    /// <summary>Evaluates a run's checkpoint.</summary>
    public const string Eval = "eval";

    /// <summary>Shows the paper's tables beside our runs.</summary>
    public const string Table = "table";

    /// <summary>Trains an architecture.</summary>
    public const string Train = "train";
}
