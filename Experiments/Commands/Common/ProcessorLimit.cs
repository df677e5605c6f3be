using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>
/// Bounds the numbers of threads and of trainings at the same time by the processors: many thousands of threads freeze a machine before
/// anything can stop them.
/// </summary>
internal static class ProcessorLimit
{
    /// <summary>Lowers the numbers in the options of a command.</summary>
    /// <param name="options">The options.</param>
    /// <param name="note">Receives a message about a lowered number.</param>
    /// <exception cref="UsageException">A number is below 1.</exception>
    public static void Apply(ICommandOptions options, Action<string> note)
    {
        if (options is IThreadOptions threaded)
        {
            Require.AtLeast(1, threaded.Threads, "--threads");
            threaded.Threads = threaded.Threads is { } threads ? Bound(threads, "--threads", note) : null;
        }

        if (options is SweepingOptions sweeping)
        {
            Require.AtLeast(1, sweeping.Jobs, "--jobs");
            sweeping.Jobs = Bound(sweeping.Jobs, "--jobs", note);
        }
    }

    private static int Bound(int value, string option, Action<string> note)
    {
        var processors = Environment.ProcessorCount;
        if (value <= processors)
        {
            return value;
        }

        note($"{option} is {Figures.Count(value)}, and this process may use {Figures.Plural(processors, "processor")}: it is lowered to "
            + $"{Figures.Count(processors)}.");
        return processors;
    }
}
