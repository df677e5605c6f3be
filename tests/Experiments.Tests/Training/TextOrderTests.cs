using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Resume;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Training;

/// <summary>Text that is read in order with its state, and documents that are kept apart.</summary>
public sealed class TextOrderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TextOrderTests() => set_num_threads(1);

    public void Dispose() => _folder.Dispose();

    private static TrainingOptions Options(bool separates) => TrainingOptions.From(TinyLanguage.Spec.Recipe!) with
    {
        MaxSteps = 33,
        CheckpointEvery = 4,
        CarryState = true,
        SeparateDocuments = separates ? true : null,
        Accumulate = 3,
    };

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
            TinyLanguage.Spec, new DocumentText(), null, options.Seed, new TaskContext("unused", null, null), default);
        if (options.SeparateDocuments is true)
        {
            ((TextDataset)dataset).SeparateDocuments();
        }

        using var trainer = new Trainer(TinyLanguage.Spec, dataset, options, folder, recorder, from);
        return trainer.Run(recorder.Stop.Token);
    }

    [Fact]
    public void A_recipe_says_that_the_state_is_carried()
    {
        Assert.True(CarriedLanguage.Spec.Recipe!.CarryState);
        Assert.False(TinyLanguage.Spec.Recipe!.CarryState);
        string[] here = ["--max-steps", "4", "--cache", _folder["cache"], "--device", "cpu", "--threads", "1"];
        Assert.Equal(0, Cli.Run(["train", nameof(CarriedLanguage), "--out", _folder["declared"], .. here]).Code);
        Assert.Equal(0, Cli.Run(["train", nameof(TinyLanguage), "--carry-state", "--out", _folder["flag"], .. here]).Code);
        Assert.True((bool)RunFolder.ReadConfiguration(_folder["declared"])["options"]!["carryState"]!);
        Assert.Equal(
            (double)RunStore.LastLine(_folder["flag"], "end")!["test"]!["loss"]!,
            (double)RunStore.LastLine(_folder["declared"], "end")!["test"]!["loss"]!);
        Assert.Contains(
            "the state carried from block to block", Cli.Run("describe", nameof(CarriedLanguage)).Output.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Every_place_of_a_batch_is_a_stream_through_a_part_of_the_text() =>
        Assert.Equal([[0, 3, 6], [1, 4, 7], [2, 5, 8]], OrderedBatches.Of(11, 3));

    [Theory]
    [InlineData(2, false)]
    [InlineData(21, false)]
    [InlineData(9, true)]
    public void A_carried_state_goes_on_where_a_training_was_stopped(int step, bool separates)
    {
        var options = Options(separates);
        Train(options, "whole", new Recorder());
        Assert.Equal(TrainingStatus.Interrupted, Train(options, "stopped", new Recorder { StopAtStep = step }).Status);
        Assert.Equal(TrainingStatus.Completed, Train(options, "stopped", new Recorder(), resume: true).Status);
        RunFiles.AssertSame(_folder["whole"], _folder["stopped"]);
        var state = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["whole"], "state"));
        Assert.Contains("training/stream/2.blocks.1.branch1_compression.ssm.conv", state.All.Names);
    }

    [Fact]
    public void The_second_block_is_read_with_the_memory_of_the_first_and_tensors_do_not_pile_up()
    {
        using var text = new TextDataset(new CountingText().Load(new TaskContext("unused", null, null), default), 8, seed: 1);
        using var model = TinyLanguage.Spec.Create();
        model.Module.train();
        using var carried = CarriedState.Of(model, Options(separates: false) with { BatchSize = 4, Accumulate = 1 })!;
        var objective = Objective.Of(model);
        var batches = OrderedBatches.Of(text.LengthsOf(Split.Train).Count, 4);
        long before = 0;
        for (var step = 0; step < 4; step++)
        {
            before = step == 2 ? DisposeScopeManager.Statistics.ThreadTotalLiveCount : before;
            var sample = TrainingStep.Run(objective, text, batches[step], 1, CPU, carried);

            // What the blocks up to this one give as one block.
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var whole = text.Read(
                Split.Train, [.. batches[0].Select(row => new TextSpan(row * 8L, 8 * (step + 1), 8))], CPU);
            Assert.Equal(objective.Run(whole).Loss.item<float>(), sample.Loss, 4);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Documents_that_are_kept_apart_do_not_see_each_other()
    {
        using var text = new TextDataset(new DocumentText().Load(new TaskContext("unused", null, null), default), 24, seed: 1);
        using var model = TinyLanguage.Spec.Create();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var together = Objective.Of(model).Run(text.Read(Split.Test, [0, 1, 2], CPU)).Loss.item<float>();
        text.SeparateDocuments();
        var batch = (TextBatch)text.Read(Split.Test, [0, 1, 2], CPU);
        Assert.True(batch.Starts!.sum().item<long>() > 3);
        Assert.NotEqual(together, Objective.Of(model).Run(batch).Loss.item<float>());
    }

    [Fact]
    public void The_command_trains_so_and_refuses_what_cannot_be_read_so()
    {
        string[] where = ["--out", _folder["run"], "--cache", _folder["cache"], "--device", "cpu", "--threads", "1", "--max-steps", "4"];
        var (code, _, errors) = Cli.Run(
            ["train", nameof(TinyDocuments), "--carry-state", "--separate-documents", .. where]);
        Assert.Equal(0, code);
        Assert.StartsWith("A Digits is a class of its own that no file describes", errors);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var options = RunFolder.ReadConfiguration(_folder["run"])["options"]!;
        Assert.True((bool)options["carryState"]! && (bool)options["separateDocuments"]!);

        // eval of the run keeps the documents apart as well.
        (code, var output, errors) = Cli.Run("eval", _folder["run"], "--json", "--split", "test", "--device", "cpu", "--threads", "1");
        Assert.Equal((0, ""), (code, errors));
        var test = File.ReadAllLines(Path.Combine(_folder["run"], RunFolder.MetricsFile)).Select(line => JsonNode.Parse(line)!)
            .Single(line => (string?)line["split"] == "test");
        Assert.Equal((double)test["loss"]!, (double)JsonNode.Parse(output)!["splits"]!["test"]!["loss"]!);

        Directory.Delete(_folder["run"], recursive: true);
        AssertRefused("--carry-state is for language models", nameof(TinyCausal), "--carry-state");
        AssertRefused("has no marks between documents", nameof(TinyLanguage), "--separate-documents");
        AssertRefused("cannot be trained with a carried state. No gradient flows through pieces of", nameof(StepwiseText), "--carry-state");

        void AssertRefused(string message, string name, string option)
        {
            (code, _, errors) = Cli.Run(["train", name, option, .. where]);
            Assert.Contains(message, errors);
            Assert.Equal(2, code);
            Assert.False(Directory.Exists(_folder["run"]));
        }
    }
}
