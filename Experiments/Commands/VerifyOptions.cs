using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Verification;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>verify</c>: tests that an architecture has the properties that its declaration promises.</summary>
[Verb("verify", HelpText = "Check an architecture: parameter count, gradients, padding, causality, streaming, memory leaks.")]
internal sealed class VerifyOptions : ICommandOptions, IThreadOptions
{
    [Value(0, MetaName = "NAME", Required = true, Hidden = true)]
    public string Name { get; set; } = "";

    [Option("length", MetaValue = "N",
        HelpText = "Length of the sequences (default: 112, or 40 for models of more than two million parameters).")]
    public int? Length { get; set; }

    [Option("batch-size", HelpText = "Sequences per batch, at least 2.", Default = 3)]
    public int BatchSize { get; set; }

    [Option("samples",
        HelpText = "Elements of each parameter whose gradient is compared with finite differences; 0: only check that gradients "
            + "exist.", Default = 2)]
    public int Samples { get; set; }

    [Option("passes", HelpText = "Training steps, evaluations and steps of a stream over which live tensors are counted.", Default = 4)]
    public int Passes { get; set; }

    [Option("seed", HelpText = "Seed of parameters and inputs.", Default = 1)]
    public int Seed { get; set; }

    [Option("threads", MetaValue = "N", HelpText = "Threads of libtorch's operators (default: one per core).")]
    public int? Threads { get; set; }

    [Option("json", HelpText = "Print a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        var spec = context.Catalogue.Find(Name);
        Require.AtLeast(2, BatchSize, "--batch-size");
        Require.AtLeast(0, Samples, "--samples");
        Require.AtLeast(1, Passes, "--passes");
        if (Length is { } length && (length < 1 || length > spec.Head.MaxLength))
        {
            throw new UsageException($"--length is {length}; for {spec.Name} it must be from 1 to {spec.Head.MaxLength}.");
        }

        var options = new VerificationOptions
        {
            Batch = BatchSize,
            Length = Length,
            Seed = Seed,
            GradientSamples = Samples,
            Passes = Passes,
        };
        MemoryCheck.Verification(spec, BatchSize, options.LengthFor(spec));
        LibtorchThreads.Use(Threads);
        var report = ArchitectureVerifier.Verify(
            spec, options, Json ? null : check => context.Terminal.Note($"{check} …"), context.Cancellation);
        if (Json)
        {
            context.Terminal.WriteJson(VerificationJson.Of(report));
        }
        else
        {
            Write(report, context.Terminal.Console);
        }

        return report.Passed ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Write(VerificationReport report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated(
            $"[bold]{report.Architecture}[/] [grey]{report.Batch} sequences of {report.Length}, float64, seed {report.Seed}[/]");
        var table = Tables.Plain();
        table.AddColumn("").AddColumn("check").AddColumn(Tables.Number("error"))
            .AddColumn(Tables.Number("at most")).AddColumn("how, or why not");
        string? said = null;
        foreach (var check in report.Checks)
        {
            // Several checks are often not applicable for one reason, which is printed once.
            var detail = check.Detail is not null && check.Detail == said ? "for the same reason" : check.Detail;
            said = check.Detail ?? said;
            table.AddRow(
                check.Verdict switch
                {
                    Verdict.Passed => "[green]passed[/]",
                    Verdict.Failed => "[red]FAILED[/]",
                    _ => "[grey]-[/]",
                },
                Markup.Escape(check.Name),
                check.Error is { } error ? Figures.Error(error) : "",
                check.Tolerance is { } tolerance ? Figures.Error(tolerance) : "",
                check.Verdict == Verdict.Failed
                    ? $"[red]{Markup.Escape(check.Detail ?? check.Method)}[/]"
                    : $"[grey]{Markup.Escape(detail ?? check.Method)}[/]");
        }

        console.Write(table);
        int passed = report.Checks.Count(check => check.Verdict == Verdict.Passed),
        failed = report.Checks.Count(check => check.Verdict == Verdict.Failed);
        console.WriteLine($"{passed} passed, {failed} failed, {report.Checks.Count - passed - failed} not applicable.");
    }
}
