namespace SerpentDsl.Experiments;

/// <summary>Exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The command was right, but could not be carried out.</summary>
    public const int Failure = 1;

    /// <summary>The command was wrong.</summary>
    public const int Usage = 2;

    /// <summary>The user stopped it.</summary>
    public const int Interrupted = 130;
}
