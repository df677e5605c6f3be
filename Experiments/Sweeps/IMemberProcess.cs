namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Runs a command line of this program in another process.</summary>
internal interface IMemberProcess
{
    /// <summary>Runs a command until it ends.</summary>
    /// <param name="arguments">Arguments of the command line.</param>
    /// <param name="log">File to which the process's output is appended.</param>
    /// <param name="cancellation">Asks the process to save and stop. This method still waits for its end.</param>
    /// <returns>The exit code.</returns>
    int Run(IReadOnlyList<string> arguments, string log, CancellationToken cancellation);
}
