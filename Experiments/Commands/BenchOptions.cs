using System.Diagnostics;
using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Timings;
using SerpentDsl.Experiments.Timings.Layers;
using SerpentDsl.Specs;
using Spectre.Console;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>bench</c>: measures how fast this machine runs kernels, layers and training steps.</summary>
[Verb("bench", HelpText = "Time kernels, layers and training steps on this machine.")]
internal sealed class BenchOptions : ICommandOptions, IThreadOptions
{
    /// <summary>A day.</summary>
    private const int MostSeconds = 86_400;

    [Option("filter", MetaValue = "WORDS", HelpText = "Measure only cases whose names contain all these words, such as 'scan L=2048'.")]
    public string Filter { get; set; } = "";

    [Option("list", HelpText = "List the cases and measure nothing.")]
    public bool List { get; set; }

    [Option("budget", MetaValue = "SECONDS", HelpText = "Time for each case, its reference path included.", Default = 2.0)]
    public double Budget { get; set; }

    [Option("repetitions", MetaValue = "N",
        HelpText = "Fewest measurements of a case, whatever the budget; calls that take more than 10 s are measured once.", Default = 5)]
    public int Repetitions { get; set; }

    [Option("no-reference", HelpText = "Do not measure the reference path.")]
    public bool NoReference { get; set; }

    [Option("baseline", MetaValue = "FILE", HelpText = "Compare with results of benchmarks/official/baseline.py or of an earlier --json.")]
    public string? Baseline { get; set; }

    [Option("json", MetaValue = "FILE", HelpText = "Also write the results to this file, which --baseline can read.")]
    public string? Json { get; set; }

    [Option("threads", MetaValue = "N", HelpText = "Threads of libtorch's operators and of fused kernels (default: one per core).")]
    public int? Threads { get; set; }

    [Option("model", MetaValue = "NAME",
        HelpText = "Instead of the cases, measure time and memory of this architecture's training step by layer.")]
    public string? Model { get; set; }

    [Option("batch-size", MetaValue = "N", HelpText = "With --model: sequences per batch (default: 4).")]
    public int? BatchSize { get; set; }

    [Option("length", MetaValue = "N", HelpText = "With --model: tokens per sequence (default: the architecture's maximum).")]
    public int? Length { get; set; }

    public int Execute(CommandContext context)
    {
        Check();
        if (Model is not null)
        {
            Profile(context, context.Catalogue.Find(Model));
            return ExitCode.Success;
        }

        var cases = Select();
        if (List)
        {
            foreach (var one in cases)
            {
                context.Terminal.Output.WriteLine(one.Name);
            }

            return ExitCode.Success;
        }

        var baseline = Baseline is null ? null : BaselineFile.Read(Baseline);
        LibtorchThreads.Use(Threads);
        var began = Stopwatch.GetTimestamp();
        var machine = MachineReport.Take();
        var limits = MachineLimits.Measure();
        var table = new BenchmarkTable(context.Terminal.Output, cases, limits, baseline);
        context.Terminal.Console.Write(Tables.Pairs([.. machine.ToPairs(), .. limits.ToPairs()]));
        table.WriteHeading();
        var runner = new BenchmarkRunner(
            new BenchmarkSettings(TimeSpan.FromSeconds(Budget), Repetitions, !NoReference), TimeProvider.System);
        List<BenchmarkResult> results = [];
        try
        {
            foreach (var one in cases)
            {
                var result = runner.Measure(one, context.Cancellation);
                results.Add(result);
                table.Write(result);
            }
        }
        finally
        {
            // After a Ctrl-C the results so far are written too.
            if (Json is not null && results.Count > 0)
            {
                BenchmarkJson.Write(Json, machine, limits, results, baseline, Stopwatch.GetElapsedTime(began));
                context.Terminal.Note($"wrote {Json}");
            }
        }

        return ExitCode.Success;
    }

    private void Profile(CommandContext context, ArchitectureSpec spec)
    {
        if (!TrainedModel.Reads(spec.Head))
        {
            throw new UsageException(
                $"--model {spec.Name}: only sequence classifiers and language models can be measured, and its head is {spec.Head.Kind}.");
        }

        var (batch, length) = (BatchSize ?? 4, Length ?? spec.Head.MaxLength);
        Require.AtLeast(1, batch, "--batch-size");
        if (length < 1 || length > spec.Head.MaxLength)
        {
            throw new UsageException($"--length is {length}; for {spec.Name} it must be from 1 to {spec.Head.MaxLength}.");
        }

        MemoryCheck.Step(spec, batch, length);
        LibtorchThreads.Use(Threads);
        var rows = LayerRow.Of(spec.Layers);
        var (fused, reference) = LayerProfile.Of(spec, rows, batch, length, Repetitions, context.Cancellation);
        var console = context.Terminal.Console;
        var how = $"training step of {batch} x {length} tokens, medians of {Repetitions}, {torch.get_num_threads()} threads";
        console.MarkupLineInterpolated($"[bold]{spec.Name}[/] [grey]{how}[/]");
        console.Write(LayerProfileTable.Of(spec, rows, (long)batch * length, fused, reference));
    }

    private IReadOnlyList<BenchmarkCase> Select()
    {
        var cases = BenchmarkSuite.Matching(Filter);
        return cases.Count > 0
            ? cases
            : throw new UsageException($"{BenchmarkSuite.ExplainNone(Filter)} --list shows all {BenchmarkSuite.All.Count}.");
    }

    private void Check()
    {
        if (!(Budget > 0 && Budget <= MostSeconds))
        {
            throw new UsageException($"--budget is {Budget}; it must be a number of seconds above 0 and at most {MostSeconds}.");
        }

        Require.AtLeast(1, Repetitions, "--repetitions");

        if (Model is not null && (Filter.Length > 0 || List || NoReference || Baseline is not null || Json is not null))
        {
            throw new UsageException("--model can be combined with --batch-size, --length, --repetitions and --threads only.");
        }

        if (Model is null && (BatchSize ?? Length) is not null)
        {
            throw new UsageException("--batch-size and --length need --model.");
        }

        if (Json is not null && Path.GetDirectoryName(Path.GetFullPath(Json)) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"--json {Json}: there is no folder {folder}. Create it, or name another file.");
        }
    }
}
