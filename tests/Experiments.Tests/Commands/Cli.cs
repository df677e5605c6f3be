using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>Runs command lines in this process, on the test assembly's architectures.</summary>
internal static class Cli
{
    /// <summary>Reads trainings of the test assembly's architectures.</summary>
    public static TrainCallReader TrainCalls { get; } = new(new ArchitectureCatalogue([typeof(Cli).Assembly]), new TrainArguments());

    public static (int Code, string Output, string Errors) Run(params string[] args) => Run(CancellationToken.None, args);

    public static (int Code, string Output, string Errors) Run(CancellationToken cancellation, params string[] args) =>
        Run(new StringWriter(), cancellation, args);

    /// <summary>
    /// Stops the command where it prints a line with a text, on the thread that prints it: no clock decides how far it comes.
    /// </summary>
    public static (int Code, string Output, string Errors) RunUntil(string text, params string[] args)
    {
        using var stop = new CancellationTokenSource();
        return Run(new StoppingWriter(text, stop), stop.Token, args);
    }

    private static (int Code, string Output, string Errors) Run(StringWriter output, CancellationToken cancellation, string[] args)
    {
        var errors = new StringWriter();
        var code = SerpentCommandLine.Run(args, [typeof(Cli).Assembly], new Terminal(output, errors, isInteractive: false), cancellation);
        return (code, output.ToString(), errors.ToString());
    }

    private sealed class StoppingWriter(string text, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
            {
                stop.Cancel();
            }
        }
    }
}
