using System.Diagnostics;
using CommandLine;
using SerpentDsl.Experiments.Benchmarks;
using SerpentDsl.Experiments.Benchmarks.Layers;
using SerpentDsl.Specs;
using Spectre.Console;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>bench</c>: how fast this machine runs kernels, layers and training steps.</summary>
[Verb("bench", HelpText = "Time kernels, layers and training steps: against the plain path, the machine's limits, other implementations.")]
internal sealed class BenchOptions : ICommandOptions
{
    [Option("filter", MetaValue = "WORDS", HelpText = "Only cases whose name holds every word: 'scan L=2048'.")]
    public string Filter { get; set; } = "";

    [Option("list", HelpText = "List the cases and measure nothing.")]
    public bool List { get; set; }

    [Option("budget", HelpText = "Seconds per case, its plain path included.", Default = 2.0)]
    public double Budget { get; set; }

    [Option("repetitions", HelpText = "Measure at least so often, whatever the budget; calls of more than 10 s once.", Default = 5)]
    public int Repetitions { get; set; }

    [Option("no-reference", HelpText = "Leave the plain path out.")]
    public bool NoReference { get; set; }

    [Option("baseline", MetaValue = "FILE", HelpText = "Compare with results of benchmarks/official/baseline.py, or of an earlier --json.")]
    public string? Baseline { get; set; }

    [Option("json", MetaValue = "FILE", HelpText = "Write the results to a file too, in the form of the baseline's.")]
    public string? Json { get; set; }

    [Option("threads", HelpText = "Threads of libtorch's operators and of fused kernels (default: one per core).")]
    public int? Threads { get; set; }

    [Option("model", MetaValue = "NAME", HelpText = "Instead of the cases: where time and memory of an architecture's training step go, layer by layer.")]
    public string? Model { get; set; }

    [Option("batch-size", HelpText = "--model: sequences per batch (default: 4).")]
    public int? BatchSize { get; set; }

    [Option("length", HelpText = "--model: positions of each (default: the greatest length).")]
    public int? Length { get; set; }

    public int Execute(CommandContext context)
    {
        Check();
        if (Model is not null)
        {
            Profile(context, context.Catalogue.Find(Model));
            return ExitCode.Success;
        }

        IReadOnlyList<BenchmarkCase> cases = Select();
        if (List)
        {
            foreach (BenchmarkCase one in cases)
            {
                context.Terminal.Output.WriteLine(one.Name);
            }

            return ExitCode.Success;
        }

        BaselineFile? baseline = Baseline is null ? null : BaselineFile.Read(Baseline);
        LibtorchThreads.Use(Threads);
        long began = Stopwatch.GetTimestamp();
        var machine = MachineReport.Take();
        var limits = MachineLimits.Measure();
        var table = new BenchmarkTable(context.Terminal.Output, cases, limits, baseline);
        context.Terminal.Console.Write(Tables.Pairs([.. machine.ToPairs(), .. limits.ToPairs()]));
        table.WriteHeading();
        var runner = new BenchmarkRunner(new BenchmarkSettings(TimeSpan.FromSeconds(Budget), Repetitions, !NoReference), TimeProvider.System);
        List<BenchmarkResult> results = [];
        try
        {
            foreach (BenchmarkCase one in cases)
            {
                BenchmarkResult result = runner.Measure(one, context.Cancellation);
                results.Add(result);
                table.Write(result);
            }
        }
        finally
        {
            // What was measured before a Ctrl-C is not lost.
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
            throw new UsageException($"--model {spec.Name}: only classifiers and language models are measured, not a head of {spec.Head.Kind}.");
        }

        (int batch, int length) = (BatchSize ?? 4, Length ?? spec.Head.MaxLength);
        if (batch < 1 || length < 1 || length > spec.Head.MaxLength)
        {
            throw new UsageException($"--batch-size is at least 1 and --length from 1 to {spec.Head.MaxLength} for {spec.Name}, not {batch} and {length}.");
        }

        LibtorchThreads.Use(Threads);
        IReadOnlyList<LayerRow> rows = LayerRow.Of(spec.Layers);
        (LayerProfile fused, LayerProfile plain) = LayerProfile.Of(spec, rows, batch, length, Repetitions, context.Cancellation);
        IAnsiConsole console = context.Terminal.Console;
        console.MarkupLineInterpolated($"[bold]{spec.Name}[/] [grey]training step of {batch} x {length} tokens, medians of {Repetitions}, {torch.get_num_threads()} threads[/]");
        console.Write(LayerProfileTable.Of(spec, rows, (long)batch * length, fused, plain));
    }

    private IReadOnlyList<BenchmarkCase> Select()
    {
        IReadOnlyList<BenchmarkCase> cases = BenchmarkSuite.Matching(Filter);
        return cases.Count > 0
            ? cases
            : throw new UsageException($"{BenchmarkSuite.ExplainNone(Filter)} --list shows all {BenchmarkSuite.All.Count}.");
    }

    private void Check()
    {
        if (!(Budget > 0) || double.IsInfinity(Budget))
        {
            throw new UsageException($"--budget is {Budget}; it is a number of seconds above 0.");
        }

        if (Repetitions < 1)
        {
            throw new UsageException($"--repetitions is {Repetitions}; it is at least 1.");
        }

        if (Threads is < 1)
        {
            throw new UsageException($"--threads is {Threads}; it is at least 1.");
        }

        if (Model is not null && (Filter.Length > 0 || List || NoReference || Baseline is not null || Json is not null))
        {
            throw new UsageException("--model takes --batch-size, --length, --repetitions and --threads, and no option of the cases.");
        }

        if (Model is null && (BatchSize ?? Length) is not null)
        {
            throw new UsageException("--batch-size and --length are those of --model.");
        }

        if (Json is not null && Path.GetDirectoryName(Path.GetFullPath(Json)) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"--json {Json}: there is no folder {folder}.");
        }
    }
}
