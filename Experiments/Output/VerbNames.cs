namespace SerpentDsl.Experiments.Output;

/// <summary>Names of the commands that messages and reports recommend.</summary>
internal static class VerbNames
{
    /// <summary>The command that continues a run.</summary>
    public const string Resume = "resume";

    /// <summary>The command that evaluates a run's checkpoint.</summary>
    public const string Eval = "eval";

    /// <summary>The command that shows the paper's tables beside our runs.</summary>
    public const string Table = "table";

    /// <summary>The command that trains an architecture.</summary>
    public const string Train = "train";
}
