using System.Text;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Training;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Resume;

/// <summary>Trainings that are stopped and go on, in this process.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ResumeTests() => torch.set_num_threads(1);

    public void Dispose() => _folder.Dispose();

    private static TrainingOptions OptionsOf(ArchitectureSpec architecture) =>
        TrainingOptions.From(architecture.Recipe!) with { MaxSteps = 45, CheckpointEvery = 4 };

    private TrainingResult Train(ArchitectureSpec architecture, TrainingOptions options, string run, Recorder recorder, bool resume = false)
    {
        using var folder = resume ? RunFolder.Open(_folder[run]) : RunFolder.Create(_folder[run]);
        if (!resume)
        {
            folder.WriteConfiguration(new { });
        }

        var from = resume ? ResumePoint.Find(folder, recorder.Notices.Add) : null;
        folder.CutMetrics(from?.Training!.MetricsBytes ?? 0);
        var task = (ITask)Activator.CreateInstance(architecture.Recipe!.Task)!;
        using var dataset = Dataset.Load(architecture, task, null, options.Seed, new TaskContext("unused", null, null), default);
        using var trainer = new Trainer(architecture, dataset, options, folder, recorder, from);
        return trainer.Run(recorder.Stop.Token);
    }

    public static TheoryData<string, int> Stops()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in new[] { nameof(TinyBatchNorm), nameof(TinyPair), nameof(TinyLanguage), nameof(MeanMajority) })
        {
            data.Add(name, 1);
            data.Add(name, 20);
            data.Add(name, 33);
        }

        return data;
    }

    private static ArchitectureSpec SpecOf(string name) => name switch
    {
        nameof(TinyBatchNorm) => TinyBatchNorm.Spec,
        nameof(TinyPair) => TinyPair.Spec,
        nameof(TinyLanguage) => TinyLanguage.Spec,
        _ => MeanMajority.Spec,
    };

    [Theory]
    [MemberData(nameof(Stops))]
    public void A_stopped_training_goes_on_as_if_it_had_not_been(string name, int step)
    {
        var architecture = SpecOf(name);
        var options = OptionsOf(architecture);
        Train(architecture, options, "whole", new Recorder());
        Assert.Equal(TrainingStatus.Interrupted, Train(architecture, options, "stopped", new Recorder { StopAtStep = step }).Status);
        Assert.Null(RunFolder.ResultOf(_folder["stopped"]));
        var rest = new Recorder();
        Assert.Equal(TrainingStatus.Completed, Train(architecture, options, "stopped", rest, resume: true).Status);
        Assert.Equal(Enumerable.Range(step + 1, 45 - step), rest.Steps.Select(metrics => metrics.Step));
        RunFiles.AssertSame(_folder["whole"], _folder["stopped"]);
        Assert.Equal(45, RunFolder.ResultOf(_folder["stopped"])!.Steps);
    }

    [Theory]
    [InlineData(nameof(TinyBatchNorm))]
    [InlineData(nameof(TinyLanguage))]
    public void Averages_and_parts_go_on_as_well(string name)
    {
        var architecture = SpecOf(name);
        var options = OptionsOf(architecture) with { EmaDecay = 0.9, Accumulate = 3 };
        var whole = Train(architecture, options, "whole", new Recorder());
        Train(architecture, options, "stopped", new Recorder { StopAtStep = 17 });
        Train(architecture, options, "stopped", new Recorder { StopAtStep = 31 }, resume: true);
        Train(architecture, options, "stopped", new Recorder(), resume: true);
        RunFiles.AssertSame(_folder["whole"], _folder["stopped"]);

        // What is kept for use is the average; the training goes on from the parameters.
        var last = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["whole"], "last"));
        var state = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["whole"], "state"));
        Assert.All(last.Model.Names.Where(name => state.All.Entries.ContainsKey(CheckpointFile.NameOf("average", name))), name =>
        {
            Assert.Equal(state.All.Entries[CheckpointFile.NameOf("average", name)].Data.ToArray(), last.Model.Entries[name].Data.ToArray());
            Assert.NotEqual(state.Model.Entries[name].Data.ToArray(), last.Model.Entries[name].Data.ToArray());
        });

        // The figures are those of what is kept.
        using var model = architecture.Create();
        ModuleState.Load(model.Module, CheckpointFile.Read(RunFolder.CheckpointIn(_folder["whole"], "best")).Model, "best");
        using var dataset = Dataset.Load(
            architecture, (ITask)Activator.CreateInstance(architecture.Recipe!.Task)!, null, options.Seed,
            new TaskContext("unused", null, null), default);
        var best = whole.Validation!;
        Assert.Equal(
            best.Loss, Evaluation.Of(model, dataset, Split.Validation, best.Rows, options.BatchSize, torch.CPU, null, default).Loss);
    }

    [Theory]
    [InlineData("validation")]
    [InlineData("test")]
    public void A_training_stopped_while_it_evaluates_evaluates_again(string split)
    {
        var options = OptionsOf(TinyBatchNorm.Spec);
        Train(TinyBatchNorm.Spec, options, "whole", new Recorder());

        // The first validation, before the first step; then the second one.
        Train(TinyBatchNorm.Spec, options, "stopped", new Recorder { StopAtSplit = split });
        Train(TinyBatchNorm.Spec, options, "stopped", new Recorder { StopAtSplit = split, StopAfterSteps = 1 }, resume: true);
        Train(TinyBatchNorm.Spec, options, "stopped", new Recorder(), resume: true);
        RunFiles.AssertSame(_folder["whole"], _folder["stopped"]);
    }

    [Theory]
    [InlineData(Schedule.Plateau)]
    [InlineData(Schedule.Constant)]
    public void Patience_and_plateau_go_on_counting(Schedule schedule)
    {
        // At a rate of almost nothing no epoch is better than the first.
        var options = OptionsOf(MeanMajority.Spec) with
        {
            MaxSteps = null,
            Epochs = 9,
            LearningRate = 1e-30,
            Schedule = schedule,
            Patience = 3,
            BatchSize = 160,
        };
        var whole = Train(MeanMajority.Spec, options, "whole", new Recorder());
        Assert.Equal(schedule == Schedule.Plateau ? 36 : 16, whole.Steps);
        for (var step = 3; step < whole.Steps; step += 4)
        {
            Train(MeanMajority.Spec, options, "stopped", new Recorder { StopAtStep = step }, resume: step > 3);
        }

        Train(MeanMajority.Spec, options, "stopped", new Recorder(), resume: true);
        RunFiles.AssertSame(_folder["whole"], _folder["stopped"]);
    }

    [Fact]
    public void A_training_that_goes_on_leaves_no_tensor_behind()
    {
        var options = OptionsOf(TinyBatchNorm.Spec);
        Train(TinyBatchNorm.Spec, options, "first", new Recorder { StopAtStep = 10 });
        var before = LeakCheck.LiveTensors;
        Train(TinyBatchNorm.Spec, options, "first", new Recorder { StopAtStep = 11 }, resume: true);
        Assert.Equal(before, LeakCheck.LiveTensors);
    }

    [Fact]
    public void What_a_step_draws_follows_from_its_number()
    {
        StepRandom.Begin(7, 3);
        using torch.Tensor first = torch.rand(8), second = torch.rand(8);
        StepRandom.Begin(7, 4);
        using var other = torch.rand(8);
        StepRandom.Begin(7, 3);
        using var again = torch.rand(8);
        Assert.Equal(first.data<float>().ToArray(), again.data<float>().ToArray());
        Assert.NotEqual(first.data<float>().ToArray(), other.data<float>().ToArray());
        Assert.NotEqual(first.data<float>().ToArray(), second.data<float>().ToArray());
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("empty")]
    [InlineData("a changed bit in a tensor")]
    [InlineData("a changed digit in the metadata")]
    [InlineData("missing")]
    public void After_damage_the_state_before_is_taken(string damage)
    {
        var options = OptionsOf(TinyBatchNorm.Spec);
        Train(TinyBatchNorm.Spec, options, "whole", new Recorder());
        Train(TinyBatchNorm.Spec, options, "damaged", new Recorder { StopAtStep = 30 });
        var state = RunFolder.CheckpointIn(_folder["damaged"], "state");
        Damage(state, damage);
        var rest = new Recorder();
        Train(TinyBatchNorm.Spec, options, "damaged", rest, resume: true);
        Assert.Equal(29, rest.Steps[0].Step);
        RunFiles.AssertSame(_folder["whole"], _folder["damaged"]);
        if (damage != "missing")
        {
            Assert.Contains(rest.Notices, notice => notice.Contains("state.safetensors", StringComparison.Ordinal) && notice.Contains(
                "resuming from the one before it, after step 28", StringComparison.Ordinal));
            Assert.True(File.Exists(RunFolder.CheckpointIn(_folder["damaged"], "state.damaged")));
        }
    }

    [Fact]
    public void When_both_states_are_damaged_nothing_is_touched()
    {
        var options = OptionsOf(TinyBatchNorm.Spec);
        Train(TinyBatchNorm.Spec, options, "damaged", new Recorder { StopAtStep = 30 });
        string[] states = [.. new[] { "state", "state.previous" }.Select(name => RunFolder.CheckpointIn(_folder["damaged"], name))];
        Assert.All(states, state => Damage(state, "cut short"));
        var metrics = File.ReadAllBytes(Path.Combine(_folder["damaged"], RunFolder.MetricsFile));
        Assert.Contains(
            "train again",
            Assert.Throws<SafetensorsException>(() => Train(TinyBatchNorm.Spec, options, "damaged", new Recorder(), resume: true)).Message);
        Assert.All(states, state => Assert.True(File.Exists(state)));
        Assert.Equal(metrics, File.ReadAllBytes(Path.Combine(_folder["damaged"], RunFolder.MetricsFile)));
    }

    [Fact]
    public void Metrics_that_lost_lines_are_not_gone_on_with()
    {
        var options = OptionsOf(MeanMajority.Spec);
        Train(MeanMajority.Spec, options, "run", new Recorder { StopAtStep = 30 });
        var metrics = Path.Combine(_folder["run"], RunFolder.MetricsFile);
        File.WriteAllLines(metrics, File.ReadLines(metrics).Take(10).ToArray());
        Assert.Contains(
            "lines are missing",
            Assert.Throws<IOException>(() => Train(MeanMajority.Spec, options, "run", new Recorder(), resume: true)).Message);
        Assert.Equal(10, File.ReadLines(metrics).Count());
    }

    private static void Damage(string path, string damage)
    {
        var bytes = File.ReadAllBytes(path);
        switch (damage)
        {
            case "cut short":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "a changed bit in a tensor":
                bytes[^5] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            case "a changed digit in the metadata":
                var place = Encoding.Latin1.GetString(bytes).IndexOf("batchesTaken", StringComparison.Ordinal);
                var digit = Array.FindIndex(bytes, place, value => char.IsAsciiDigit((char)value));
                bytes[digit] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            default:
                File.Delete(path);
                break;
        }
    }
}
