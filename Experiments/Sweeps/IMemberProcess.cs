namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Runs a command line of this program in another process.</summary>
internal interface IMemberProcess
{
    /// <summary>Runs a command until it ends.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="log">A file that gets what it prints; what it holds is kept.</param>
    /// <param name="cancellation">Asks it to save and stop; it is waited for all the same.</param>
    /// <returns>The exit code.</returns>
    int Run(IReadOnlyList<string> arguments, string log, CancellationToken cancellation);
}
