using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Optimizers;
using SerpentDsl.Resampling;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Training;

/// <summary>A generated model under the runner.</summary>
public sealed class GeneratedModelTests : IDisposable
{
    private static readonly SequenceSplits s_splits = new MajorityTask().Load(new TaskContext("unused", null, null), default);

    private readonly TemporaryFolder _folder = new();

    public GeneratedModelTests() => torch.set_num_threads(1);

    public void Dispose() => _folder.Dispose();

    private static TrainingOptions Options => TrainingOptions.From(TinySerpent.Spec.Recipe!);

    private (TrainingResult Result, Recorder Seen) Train(TrainingOptions options, SequenceSplits splits, string run = "run")
    {
        var recorder = new Recorder();
        using var folder = RunFolder.Create(_folder[run]);
        using var trainer = new Trainer(TinySerpent.Spec, new SequenceDataset(splits), options, folder, recorder);
        return (trainer.Run(default), recorder);
    }

    [Fact]
    public void Two_hundred_steps_learn_without_leaving_a_tensor()
    {
        var (result, seen) = Train(Options with { Epochs = 5, EvaluationRows = 32 }, s_splits);
        Assert.Equal(200, result.Steps);
        Assert.Equal(seen.Steps[9].LiveTensors, seen.Steps[199].LiveTensors);
        Assert.True(seen.Steps.TakeLast(20).Average(step => step.Loss) < 0.7 * seen.Steps.Take(10).Average(step => step.Loss));
    }

    [Fact]
    public void Sixty_four_rows_are_learned_by_heart()
    {
        var few = MajorityTask.Rows(9, 64);
        var (result, _) = Train(
            Options with { Epochs = 60, LearningRate = 2e-2, WeightDecay = 0 },
            s_splits with { Train = few, Validation = few, Test = few });
        Assert.InRange(result.Validation!.Accuracy!.Value, 0.98, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        string[] runs = ["first", "second"];
        foreach (var run in runs)
        {
            Train(Options with { MaxSteps = 6, EvaluationRows = 16 }, s_splits, run);
        }

        byte[][] bytes = [.. runs.Select(run => File.ReadAllBytes(RunFolder.CheckpointIn(_folder[run], "last")))];
        Assert.Equal(bytes[0], bytes[1]);
    }

    [Fact]
    public void Realised_compression_rates_are_logged_by_layer_and_branch()
    {
        var (_, seen) = Train(Options with { MaxSteps = 6, EvaluationRows = 16 }, s_splits);
        string[] layers = ["blocks.0.branch1_compression", "blocks.1.branch1_compression"];
        var log = Path.Combine(_folder["run"], RunFolder.MetricsFile);
        JsonObject[] lines = [.. File.ReadLines(log).Select(
            line => JsonNode.Parse(line)!.AsObject()).Where(line => (string?)line["kind"] != "end")];
        Assert.Equal(["evaluation", "step"], lines.Select(line => (string)line["kind"]!).Distinct().Order());
        foreach (var line in lines)
        {
            var rates = line["compression"]!.AsObject();
            Assert.Equal(layers, rates.Select(rate => rate.Key));

            // Intervals start at half the rate of 0.5.
            Assert.All(rates, rate => Assert.InRange((double)rate.Value!, 0.2, 0.3));
            var coverage = line["coverage"]!.AsObject();
            Assert.Equal(layers, coverage.Select(share => share.Key));
            Assert.All(coverage, share => Assert.InRange((double)share.Value!, 0.5, 1));
        }

        Assert.Equal(layers, seen.Steps[^1].Compression!.Keys);
        Assert.Equal(0.25, CompressionRates.ByBranch(seen.Steps[^1].Compression!).Single().Rate, 0.05);
    }

    [Fact]
    public void A_meter_gives_the_mean_since_it_was_read_and_nothing_once_it_is_gone()
    {
        using var model = new Holder(new CausalCompression(4, 2, 0.5, 2, 2));
        using var meter = new CompressionMeter(model, torch.CPU);
        Assert.Null(meter.Read());
        (double Rate, double Coverage)[] realised = [.. Enumerable.Range(0, 3).Select(_ => Realised())];
        var read = meter.Read()!;
        Assert.Equal(realised.Average(one => one.Rate), read.Rates.Single().Value, 12);
        Assert.Equal(realised.Average(one => one.Coverage), read.Coverage.Single().Value, 12);
        var last = Realised();
        meter.Hold();
        Assert.Equal(new CompressionSum(last.Rate, 1, last.Coverage), meter.HeldSums().Single().Value);
        Assert.Equal(last.Rate, meter.Read()!.Rates.Single().Value, 12);
        Assert.Null(meter.Read());
        meter.Restore(new Dictionary<string, CompressionSum> { ["compression"] = new(0.5, 2, 1.5) });
        Assert.Equal((0.25, 0.75), (meter.Sums().Single().Value.Rates / 2, meter.Read()!.Coverage.Single().Value));
        LeakCheck.AssertFlat(() => Realised(), steps: 20);
        meter.Dispose();
        Realised();

        (double Rate, double Coverage) Realised()
        {
            using var u = torch.randn(2, 9, 4);
            using var compressed = model.Compression.call(u, null);
            return (compressed.RealisedRate(), compressed.Coverage());
        }
    }

    [Fact]
    public void Every_parameter_is_in_one_group_and_state_spaces_do_not_decay()
    {
        using var model = (ISequenceClassifier)TinySerpent.Spec.Create();
        var groups = OptimizerGroup.Of(model.Module, learningRate: 0.5, weightDecay: 0.05);
        Assert.Equal(
            model.Module.named_parameters().Select(pair => pair.name).Order(),
            groups.SelectMany(group => group.Parameters).Select(member => member.Name).Order());
        Assert.Equal(TinySerpent.Spec.Parameters, groups.SelectMany(group => group.Parameters).Sum(member => member.Parameter.numel()));
        var of = groups.SelectMany(
            group => group.Parameters.Select(member => (member.Name, group))).ToDictionary(pair => pair.Name, pair => pair.group);
        Assert.Equal((0.001, 0), Settings("blocks.0.branch0_ssm.kernel.A_real"));
        Assert.Equal((0.5, 0), Settings("blocks.1.branch1_ssm.kernel.inv_dt"));
        Assert.Equal((0.5, 0), Settings("embedding.weight"));
        Assert.Equal((0.5, 0.05), Settings("head.weight"));
        Assert.Equal((0.5, 0), Settings("head.bias"));

        (double, double) Settings(string name) => (of[name].LearningRate, of[name].WeightDecay);
    }

    private sealed class Holder : torch.nn.Module
    {
        private readonly CausalCompression compression;

        public Holder(CausalCompression compression)
            : base(nameof(Holder))
        {
            this.compression = compression;
            RegisterComponents();
        }

        public CausalCompression Compression => compression;
    }
}
