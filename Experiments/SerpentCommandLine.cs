using System.Reflection;
using CommandLine;
using CommandLine.Text;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments;

/// <summary>The runner: lists, describes, trains and evaluates declared architectures.</summary>
public static class SerpentCommandLine
{
    /// <summary>Environment variable that shows where an error of a task's class is from.</summary>
    internal const string TraceVariable = "SERPENT_TRACE";

    private static readonly Type[] s_commands =
        [
            typeof(ListOptions), typeof(DescribeOptions), typeof(VerifyOptions), typeof(TrainOptions), typeof(ResumeOptions),
            typeof(EvalOptions), typeof(RunsOptions), typeof(ReportOptions),
            typeof(GenerateOptions), typeof(PredictOptions), typeof(ServeOptions), typeof(SweepOptions), typeof(TableOptions),
            typeof(DataOptions),
            typeof(InspectOptions), typeof(TheoryOptions), typeof(WeightsOptions), typeof(ExplainOptions),
            typeof(ImportOptions), typeof(ExportOptions), typeof(BenchOptions), typeof(NewOptions),
        ];

    /// <summary>Runs a command line. Ctrl-C stops it after saving; a second Ctrl-C ends the process at once.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="architectures">The assemblies whose architectures can be named; if empty, that of the program.</param>
    /// <returns>The exit code: 0 success, 1 failure, 2 wrong command line, 130 stopped by the user.</returns>
    public static int Run(string[] args, params Assembly[] architectures)
    {
        if (architectures.Length == 0 && Assembly.GetEntryAssembly() is { } program)
        {
            architectures = [program];
        }

        using var interrupts = new Interrupts();
        return Run(args, architectures, Terminal.OfProcess(), interrupts.Token);
    }

    /// <summary>Runs a command line with the given terminal.</summary>
    internal static int Run(string[] args, IReadOnlyList<Assembly> architectures, Terminal terminal, CancellationToken cancellation)
    {
        using var parser = CommandParser.Create();
        var parsed = parser.ParseArguments(RepeatedOptions.Join(args, s_commands), s_commands);
        if (parsed is NotParsed<object> notParsed)
        {
            return Answer(notParsed, terminal);
        }

        try
        {
            var context = new CommandContext(terminal, new ArchitectureCatalogue(architectures), cancellation);
            return ((ICommandOptions)parsed.Value).Execute(context);
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
        catch (Exception problem)
        {
            // An error of this program: the complete exception helps to report it.
            terminal.Fail(problem.ToString());
            return ExitCode.Failure;
        }
    }

    private static int Answer(NotParsed<object> result, Terminal terminal)
    {
        if (result.Errors.IsVersion())
        {
            terminal.Output.WriteLine($"serpent {typeof(SerpentCommandLine).Assembly.GetName().Version?.ToString(3)}");
            return ExitCode.Success;
        }

        var wantsHelp = result.Errors.IsHelp() || result.Errors.All(error => error is NoVerbSelectedError);
        if (wantsHelp)
        {
            terminal.Output.WriteLine(HelpOf(result, terminal));
            return result.Errors.IsHelp() ? ExitCode.Success : ExitCode.Usage;
        }

        foreach (var error in result.Errors)
        {
            terminal.Fail(Describe(error));
        }

        terminal.Note($"'{CommandNames.Of(result.TypeInfo.Current)} --help' lists the options.");
        return ExitCode.Usage;
    }

    private static string HelpOf(ParserResult<object> result, Terminal terminal)
    {
        var isOfCommand = result.TypeInfo.Current != typeof(NullInstance);
        return HelpText.AutoBuild(
            result,
            help =>
            {
                help.Heading = "serpent: declared sequence models, trained and evaluated";
                help.Copyright = "";
                help.AddEnumValuesToHelpText = false;
                help.AdditionalNewLineAfterOption = false;
                help.AddDashesToOption = true;
                if (isOfCommand)
                {
                    help.AddPreOptionsLine($"usage: {CommandNames.UsageOf(result.TypeInfo.Current)}");
                    help.AddPreOptionsLine("");
                    help.AddPreOptionsLine(CommandNames.HelpOf(result.TypeInfo.Current));
                }
                else
                {
                    help.AddPreOptionsLine($"usage: {RunnerCommand.Prefix} COMMAND [options]");
                }

                return help;
            },
            example => example,
            verbsIndex: !isOfCommand,
            maxDisplayWidth: Math.Clamp(terminal.Console.Profile.Width, 60, 110)).ToString().TrimEnd();
    }

    private static string Describe(Error error) => error switch
    {
        BadVerbSelectedError unknown =>
            NearestNames.Explain($"There is no command '{unknown.Token}'.", unknown.Token, CommandNames.All(s_commands)),
        UnknownOptionError unknown => $"There is no option '--{unknown.Token}'.",
        BadFormatConversionError bad => $"The value of '{NameOf(bad)}' has the wrong type.",
        MissingRequiredOptionError missing => $"'{NameOf(missing)}' is missing.",
        MissingValueOptionError missing => $"'{NameOf(missing)}' needs a value.",
        RepeatedOptionError repeated => $"'{NameOf(repeated)}' is given twice.",
        _ => SentenceBuilder.Create().FormatError(error),
    };

    private static string NameOf(NamedError error) =>
        error.NameInfo.LongName.Length > 0 ? $"--{error.NameInfo.LongName}" : "NAME";
}
