using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Resume;
using SerpentDsl.Experiments.Tests.Training;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Io;
using SerpentDsl.Optimizers;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.FineTuning;

public sealed class FineTuningResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FineTuningResumeTests() => torch.set_num_threads(1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    public void A_stopped_fine_tuning_goes_on_bit_for_bit_and_what_is_frozen_stays(int step)
    {
        using var model = TinyBatchNorm.Spec.Create();
        ModuleState.Save(model.Module, _folder["start.safetensors"]);
        var options = TrainingOptions.From(TinyBatchNorm.Spec.Recipe!) with
        {
            MaxSteps = 30,
            CheckpointEvery = 4,
            Start = StartingParameters.Read(_folder["start.safetensors"]).About,
            Freeze = ["blocks.0.norm.*", "embedding.*"],
            LearningRates = [new ParameterRate("head.*", 0.03)],
            EmaDecay = 0.9,
        };
        Train(options, "whole", new Recorder());
        Assert.Equal(TrainingStatus.Interrupted, Train(options, "stopped", new Recorder { StopAtStep = step }).Status);
        Assert.Equal(TrainingStatus.Completed, Train(options, "stopped", new Recorder(), resume: true).Status);
        RunFiles.AssertSame(_folder["whole"], _folder["stopped"]);

        // Weights and running statistics of the frozen norm have not moved; other parameters have.
        var last = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["whole"], "last")).Model;
        foreach (var (name, value) in model.Module.state_dict())
        {
            var isFrozen = name.StartsWith("blocks.0.norm.", StringComparison.Ordinal) || name == "embedding.weight";
            if (isFrozen || name.Contains("head.", StringComparison.Ordinal))
            {
                Assert.Equal(isFrozen, value.bytes.SequenceEqual(last.Entries[name].Data.Span));
            }
        }
    }

    [Fact]
    public void A_beginning_that_has_changed_is_refused()
    {
        using var model = TinyBatchNorm.Spec.Create();
        ModuleState.Save(model.Module, _folder["start.safetensors"]);
        var recorded = StartingParameters.Read(_folder["start.safetensors"]).About;
        using var other = TinyBatchNorm.Spec.Create();
        ModuleState.Save(other.Module, _folder["start.safetensors"]);
        Assert.Contains("has other parameters now", Assert.Throws<UsageException>(() => StartingParameters.Read(recorded)).Message);
    }

    private TrainingResult Train(TrainingOptions options, string run, Recorder recorder, bool resume = false)
    {
        using var folder = resume ? RunFolder.Open(_folder[run]) : RunFolder.Create(_folder[run]);
        if (!resume)
        {
            folder.WriteConfiguration(new { });
        }

        var from = resume ? ResumePoint.Find(folder, recorder.Notices.Add) : null;
        folder.CutMetrics(from?.Training!.MetricsBytes ?? 0);
        using var dataset = Dataset.Load(
            TinyBatchNorm.Spec, new MajorityTask(), null, options.Seed, new TaskContext("unused", null, null), default);
        using var trainer = new Trainer(TinyBatchNorm.Spec, dataset, options, folder, recorder, from);
        return trainer.Run(recorder.Stop.Token);
    }
}
