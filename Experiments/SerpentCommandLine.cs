using System.Reflection;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands;
using SerpentDsl.Experiments.Commands.Arguments;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Interruption;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments;

/// <summary>The runner: lists, describes, trains and evaluates declared architectures.</summary>
public static class SerpentCommandLine
{
    /// <summary>Environment variable that shows where an error of a task's class is from.</summary>
    internal const string TraceVariable = "SERPENT_TRACE";

    /// <summary>The options classes of all commands.</summary>
    internal static Type[] Commands { get; } =
        [
            typeof(ListOptions), typeof(DescribeOptions), typeof(VerifyOptions), typeof(TrainOptions), typeof(ResumeOptions),
            typeof(EvalOptions), typeof(RunsOptions), typeof(ReportOptions),
            typeof(GenerateOptions), typeof(PredictOptions), typeof(ServeOptions), typeof(SweepOptions), typeof(TableOptions),
            typeof(DataOptions),
            typeof(InspectOptions), typeof(TheoryOptions), typeof(WeightsOptions), typeof(ExplainOptions),
            typeof(ImportOptions), typeof(ExportOptions), typeof(BenchOptions), typeof(NewOptions),
        ];

    /// <summary>
    /// Runs a command line. Ctrl-C, a request to terminate and the hang-up of the terminal stop it within about a second, after saving; a
    /// second one ends the process at once.
    /// </summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="architectures">The assemblies whose architectures can be named; if empty, that of the program.</param>
    /// <returns>The exit code: 0 success, 1 failure, 2 wrong command line, 130 stopped by the user.</returns>
    public static int Run(string[] args, params Assembly[] architectures)
    {
        if (architectures.Length == 0 && Assembly.GetEntryAssembly() is { } program)
        {
            architectures = [program];
        }

        var terminal = Terminal.OfProcess();
        using var interrupts = new Interrupts(terminal);
        return Run(args, architectures, terminal, interrupts.Token);
    }

    /// <summary>Runs a command line with the given terminal.</summary>
    internal static int Run(string[] args, IReadOnlyList<Assembly> architectures, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            var request = CommandLineReader.Read(args, Commands);
            return request.Kind switch
            {
                RequestKind.Run => Execute(request, architectures, terminal, cancellation),
                RequestKind.Version => Say($"serpent {typeof(SerpentCommandLine).Assembly.GetName().Version?.ToString(3)}", terminal),
                var kind => Say(CommandHelp.Of(request.Command, Commands, terminal), terminal, isAsked: kind == RequestKind.Help),
            };
        }
        catch (UsageException problem)
        {
            terminal.Fail(problem.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.Fail("stopped");
            return ExitCode.Interrupted;
        }
        catch (Exception problem) when (problem is TaskDataException or IOException or UnauthorizedAccessException)
        {
            terminal.Fail(Environment.GetEnvironmentVariable(TraceVariable) == "1" ? problem.ToString() : problem.Message);
            return ExitCode.Failure;
        }
        catch (Exception problem) when (problem is TypeInitializationException or DllNotFoundException)
        {
            terminal.Fail($"libtorch could not be loaded: {problem.GetBaseException().Message}");
            return ExitCode.Failure;
        }
        catch (Exception problem) when (OutOfMemory.Explain(problem) is { } explanation)
        {
            terminal.Fail(explanation);
            return ExitCode.Failure;
        }
        catch (Exception problem)
        {
            // An error of this program: the complete exception helps to report it.
            terminal.Fail(problem.ToString());
            return ExitCode.Failure;
        }
    }

    private static int Execute(
        CommandRequest request, IReadOnlyList<Assembly> architectures, Terminal terminal, CancellationToken cancellation)
    {
        var command = request.Command!;
        ICommandOptions options;
        try
        {
            options = CommandBinder.Bind(command, request.Arguments, Commands);
        }
        catch (UsageException problem)
        {
            terminal.Fail(problem.Message);
            terminal.Note($"'{CommandNames.Of(command)} --help' lists the options.");
            return ExitCode.Usage;
        }

        ProcessSettings.Check();
        ProcessorLimit.Apply(options, terminal.Note);
        return options.Execute(new CommandContext(terminal, new ArchitectureCatalogue(architectures), cancellation));
    }

    private static int Say(string text, Terminal terminal, bool isAsked = true)
    {
        terminal.Output.WriteLine(text);
        return isAsked ? ExitCode.Success : ExitCode.Usage;
    }
}
