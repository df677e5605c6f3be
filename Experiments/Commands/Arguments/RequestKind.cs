namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>Kinds of command lines.</summary>
internal enum RequestKind
{
    /// <summary>The command line is empty.</summary>
    Nothing,

    /// <summary>The version is asked for.</summary>
    Version,

    /// <summary>The help of a command, or of all, is asked for.</summary>
    Help,

    /// <summary>A command is to run.</summary>
    Run,
}
