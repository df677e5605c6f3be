using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly SequenceSplits s_splits = new MajorityTask().Load(new TaskContext("unused", null, null), default);

    private readonly TemporaryFolder _folder = new();

    public TrainerTests() => torch.set_num_threads(1);

    public void Dispose() => _folder.Dispose();

    private static TrainingOptions Options(ArchitectureSpec architecture) => TrainingOptions.From(architecture.Recipe!);

    private (TrainingResult Result, Recorder Seen, JsonNode[] Metrics) Train(
        ArchitectureSpec architecture,
        TrainingOptions options,
        string run = "run",
        SequenceSplits? splits = null,
        Recorder? recorder = null)
    {
        recorder ??= new Recorder();
        using var folder = RunFolder.Create(_folder[run]);
        using var trainer = new Trainer(architecture, new SequenceDataset(splits ?? s_splits), options, folder, recorder);
        var result = trainer.Run(recorder.Stop.Token);
        folder.Dispose();
        JsonNode[] metrics = [.. File.ReadAllLines(
            Path.Combine(_folder[run], RunFolder.MetricsFile)).Select(line => JsonNode.Parse(line)!)];
        return (result, recorder, metrics);
    }

    [Fact]
    public void A_training_learns_and_keeps_its_best_parameters()
    {
        var (result, seen, metrics) = Train(MeanMajority.Spec, Options(MeanMajority.Spec));
        Assert.Equal((TrainingStatus.Completed, 80), (result.Status, result.Steps));
        Assert.True(seen.Steps.TakeLast(10).Average(step => step.Loss) < 0.75 * seen.Steps.Take(5).Average(step => step.Loss));
        Assert.True(result.Validation!.Accuracy > s_splits.Baselines[0].Accuracy + 0.1, $"{result.Validation.Accuracy}");
        Assert.Equal(
            result.Validation.Accuracy,
            metrics.Where(line => (string?)line["split"] == "validation").Max(line => (double)line["accuracy"]!));
        Assert.Equal((MajorityTask.OtherRows, MajorityTask.OtherRows), (result.Validation.Rows, result.Test!.Rows));

        // What was reported is what the kept checkpoint reaches.
        using var model = (ISequenceClassifier)MeanMajority.Spec.Create();
        var file = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["run"], "best"));
        ModuleState.Load(model.Module, file.Model, "best");
        var validation = Evaluation.Of(
            model, new SequenceDataset(s_splits), Split.Validation, MajorityTask.OtherRows, 32, torch.CPU, null, default);
        var test = Evaluation.Of(model, new SequenceDataset(s_splits), Split.Test, MajorityTask.OtherRows, 32, torch.CPU, null, default);
        Assert.Equal((result.Validation.Accuracy, result.Validation.Loss), (validation.Accuracy, validation.Loss));
        Assert.Equal((result.Test.Accuracy, result.Test.Loss), (test.Accuracy, test.Loss));
        var about = file.About;
        Assert.Equal(
            new Checkpoint(MeanMajority.Spec.FullName, result.Validation.Step, result.Validation.Epoch, result.Validation.Accuracy), about);
    }

    [Fact]
    public void Metrics_tell_every_step_and_evaluation()
    {
        var (_, seen, metrics) = Train(MeanMajority.Spec, Options(MeanMajority.Spec) with { MaxSteps = 30 });
        Assert.Equal(Enumerable.Range(1, 30), metrics.Where(line => (string?)line["kind"] == "step").Select(line => (int)line["step"]!));
        JsonNode[] evaluations = [.. metrics.Where(line => (string?)line["kind"] == "evaluation")];
        Assert.Equal(["validation", "validation", "validation", "test"], evaluations.Select(line => (string?)line["split"]));
        Assert.Equal([0, 1, 2], evaluations.SkipLast(1).Select(line => (int)line["epoch"]!));
        Assert.Equal(["end"], metrics.TakeLast(1).Select(line => (string?)line["kind"]));
        Assert.All(seen.Steps, step => Assert.True(
            step is { TokensPerSecond: > 0, SequencesPerSecond: > 0, ResidentBytes: > 0, PeakBytes: > 0, GradientNorm: > 0 }));
        var schedule = new CosineSchedule(30, 3);
        Assert.Equal(seen.Steps.Select((_, taken) => 0.02 * schedule.FactorAt(taken)), seen.Steps.Select(step => step.LearningRate));
        Assert.Equal(
            s_splits.Baselines[0].Name, (string?)metrics.First(line => (string?)line["kind"] == "evaluation")["baselines"]![0]!["name"]);
    }

    [Fact]
    public void As_many_tensors_live_after_step_200_as_after_step_10()
    {
        var (_, seen, _) = Train(
            DropoutMajority.Spec, Options(DropoutMajority.Spec) with { Epochs = 100, MaxSteps = 200, EvaluationRows = 8 });
        Assert.Equal(200, seen.Steps.Count);
        Assert.Equal(seen.Steps[9].LiveTensors, seen.Steps[199].LiveTensors);
    }

    [Fact]
    public void A_training_leaves_no_tensor_behind()
    {
        Train(MeanMajority.Spec, Options(MeanMajority.Spec) with { MaxSteps = 2 }, "first");
        var before = Testing.LeakCheck.LiveTensors;
        Train(MeanMajority.Spec, Options(MeanMajority.Spec) with { MaxSteps = 2 }, "second");
        Assert.Equal(before, Testing.LeakCheck.LiveTensors);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        var options = Options(DropoutMajority.Spec) with { MaxSteps = 15 };
        string[] runs = ["first", "second", "other"];
        Train(DropoutMajority.Spec, options, "first");
        torch.rand(100).Dispose();
        Train(DropoutMajority.Spec, options, "second");
        Train(DropoutMajority.Spec, options with { Seed = 2 }, "other");
        byte[][] bytes = [.. runs.Select(run => File.ReadAllBytes(RunFolder.CheckpointIn(_folder[run], "last")))];
        Assert.Equal(bytes[0], bytes[1]);
        Assert.NotEqual(bytes[0], bytes[2]);
    }

    [Fact]
    public void Sixty_four_rows_are_learned_by_heart()
    {
        var few = MajorityTask.Rows(9, 64);
        var splits = s_splits with { Train = few, Validation = few, Test = few };
        var (result, _, _) = Train(
            MeanMajority.Spec,
            Options(MeanMajority.Spec) with { Epochs = 300, BatchSize = 64, LearningRate = 0.1, WarmupSteps = 0, WeightDecay = 0 },
            splits: splits);
        Assert.InRange(result.Validation!.Accuracy!.Value, 0.9, 1);
    }

    [Fact]
    public void Patience_stops_a_training_early()
    {
        // At a rate of almost nothing no epoch is better than the first.
        var (result, seen, _) = Train(
            MeanMajority.Spec,
            Options(MeanMajority.Spec) with { Epochs = 50, LearningRate = 1e-30, Schedule = Schedule.Constant, Patience = 3 });
        Assert.Equal((TrainingStatus.StoppedEarly, 80), (result.Status, result.Steps));
        Assert.Contains(seen.Notices, notice => notice.Contains("for 3 epochs: stopping"));
        Assert.NotNull(result.Test);
    }

    [Fact]
    public void A_plateau_lowers_the_rate_instead()
    {
        var (result, seen, _) = Train(
            MeanMajority.Spec,
            Options(MeanMajority.Spec) with { Epochs = 6, LearningRate = 1e-30, Schedule = Schedule.Plateau, Patience = 2 });
        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.Equal([100, 20, 4], seen.Steps.Select(step => Math.Round(step.LearningRate * 1e32)).Distinct());
        Assert.Equal(2, seen.Notices.Count(notice => notice.Contains("the learning rate is now")));
    }

    [Fact]
    public void Divergence_stops_the_training_and_says_where()
    {
        var (result, seen, metrics) = Train(
            DropoutMajority.Spec, Options(DropoutMajority.Spec) with { LearningRate = 1e30 });
        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Contains($"Diverged at step {seen.Steps.Count + 1} (epoch 1", result.Problem);
        Assert.Contains("--learning-rate", result.Problem);
        Assert.Contains("is the first that is not finite", result.Problem);
        Assert.Contains($"The last good parameters are in {RunFolder.CheckpointIn(_folder["run"], "last")}", result.Problem);
        Assert.Null(result.Test);
        Assert.Equal("diverged", (string?)metrics[^1]["status"]);
        Assert.Equal(0, CheckpointFile.Read(RunFolder.CheckpointIn(_folder["run"], "last")).About.Step);
    }

    [Fact]
    public void The_step_and_the_layer_of_a_divergence_are_found_by_repeating_the_steps()
    {
        var (result, seen, _) = Train(
            TinySerpent.Spec, Options(TinySerpent.Spec) with { LearningRate = 1e25, Schedule = Schedule.Constant, CheckpointEvery = 1000 });
        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Contains(seen.Notices, notice => notice.Contains("Repeating the steps from 1 on", StringComparison.Ordinal));
        Assert.Matches(@"The (output of|gradient of|parameter) blocks\.\S+ .*step \d+ is the first that is not finite\.", result.Problem);
        using var model = (ISequenceClassifier)TinySerpent.Spec.Create();
        ModuleState.Load(model.Module, CheckpointFile.Read(RunFolder.CheckpointIn(_folder["run"], "last")).Model, "last");
        Assert.Null(FiniteWatch.FirstOf(model.Module.named_parameters()));
    }

    [Fact]
    public void Clipping_bounds_the_gradient_and_reports_it_as_it_was()
    {
        // With AdamW a step does not show the gradient's length; its second moment does.
        var (_, seen, _) = Train(MeanMajority.Spec, Options(MeanMajority.Spec) with { MaxSteps = 1, GradientClip = 1e-3 });
        Assert.True(seen.Steps[0].GradientNorm > 1e-2);
        var state = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["run"], "state"));
        var squares = state.All.Names.Where(name => name.StartsWith("training/second_moment/", StringComparison.Ordinal))
            .Sum(name => MemoryMarshal.Cast<byte, float>(state.All.Entries[name].Data.Span).ToArray().Sum(value => (double)value));
        Assert.Equal(1e-6, squares / (1 - 0.999), 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void A_stopped_training_saves_what_it_has(int atStep)
    {
        var recorder = new Recorder { StopAtStep = atStep };
        var (result, _, metrics) = Train(MeanMajority.Spec, Options(MeanMajority.Spec), recorder: recorder);
        Assert.Equal((TrainingStatus.Interrupted, atStep), (result.Status, result.Steps));
        Assert.Null(result.Test);
        Assert.Equal("interrupted", (string?)metrics[^1]["status"]);
        var last = RunFolder.CheckpointIn(_folder["run"], "last");
        Assert.Equal(atStep, CheckpointFile.Read(last).About.Step);
        Assert.Equal(atStep > 20, File.Exists(RunFolder.CheckpointIn(_folder["run"], "best")));
    }

    [Fact]
    public void Stopping_the_last_evaluation_keeps_the_last_parameters()
    {
        var recorder = new Recorder { StopAtSplit = "test" };
        var (result, _, _) = Train(MeanMajority.Spec, Options(MeanMajority.Spec), recorder: recorder);
        Assert.Equal((TrainingStatus.Interrupted, 80), (result.Status, result.Steps));
        var last = RunFolder.CheckpointIn(_folder["run"], "last");
        Assert.Equal(80, CheckpointFile.Read(last).About.Step);
        Assert.NotNull(result.Validation);
    }

    [Fact]
    public void Accuracy_does_not_depend_on_the_batches()
    {
        torch.manual_seed(1);
        using var model = (ISequenceClassifier)DropoutMajority.Spec.Create();
        Evaluation[] evaluations = [.. new[] { 1, 7, 130 }.Select(
            size => Evaluation.Of(model, new SequenceDataset(s_splits), Split.Test, 130, size, torch.CPU, null, default))];
        Assert.All(evaluations, evaluation => Assert.Equal(evaluations[0].Accuracy, evaluation.Accuracy));
        Assert.All(evaluations, evaluation => Assert.Equal(evaluations[0].Loss, evaluation.Loss, 5));
        Assert.True(model.Module.training);
    }

    [Fact]
    public void A_short_trial_is_evaluated_on_as_many_rows_as_it_saw()
    {
        var (result, _, _) = Train(MeanMajority.Spec, Options(MeanMajority.Spec) with { MaxSteps = 2 });
        Assert.Equal((64, 64), (result.Validation!.Rows, result.Test!.Rows));
        Assert.Equal(MajorityTask.OtherRows, result.Validation.SplitRows);
    }

    [Fact]
    public void Other_files_are_no_checkpoints()
    {
        using var model = (ISequenceClassifier)MeanMajority.Spec.Create();
        ModuleState.Save(model.Module, _folder["plain.safetensors"]);
        Assert.Contains(
            "not a checkpoint of a run",
            Assert.Throws<SafetensorsException>(() => CheckpointFile.Read(_folder["plain.safetensors"])).Message);
    }
}
