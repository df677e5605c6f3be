namespace SerpentDsl.Experiments;

/// <summary>Exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded.</summary>
    public const int Success = 0;

    /// <summary>The command line was correct, but the command failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>The user stopped the command.</summary>
    public const int Interrupted = 130;
}
