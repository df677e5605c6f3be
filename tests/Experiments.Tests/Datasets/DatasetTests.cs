using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Training;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Datasets;

public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DatasetTests() => torch.set_num_threads(1);

    public void Dispose() => _folder.Dispose();

    private static Dataset Load(ArchitectureSpec architecture, ITask task, int? maxLength = null) =>
        Dataset.Load(architecture, task, maxLength, seed: 1, new TaskContext("unused", null, null), default);

    private (TrainingResult Result, Recorder Seen) Train(ArchitectureSpec architecture, Dataset dataset, TrainingOptions options)
    {
        var recorder = new Recorder();
        using var folder = RunFolder.Create(_folder["run"]);
        using var trainer = new Trainer(architecture, dataset, options, folder, recorder);
        return (trainer.Run(default), recorder);
    }

    [Fact]
    public void A_language_model_learns_and_is_chosen_by_its_loss()
    {
        using var text = Load(TinyLanguage.Spec, new CountingText());
        var (result, seen) = Train(
            TinyLanguage.Spec, text, TrainingOptions.From(TinyLanguage.Spec.Recipe!) with { Epochs = 8 });
        Assert.Equal(seen.Steps[9].LiveTensors, seen.Steps[^1].LiveTensors);
        var unigram = text.Baselines[0];
        Assert.True(result.Validation!.Loss < 0.5 * unigram.Loss, $"{result.Validation.Loss} against {unigram.Loss}");
        Assert.Equal(Math.Exp(result.Validation.Loss), result.Validation.Perplexity!.Value, 9);
        Assert.InRange(result.Validation.TopFive!.Value, result.Validation.Accuracy!.Value, 1);
        Assert.Equal(
            seen.Evaluations.Where(metrics => metrics.Split == "validation" && metrics.Epoch > 0).Min(metrics => metrics.Loss),
            result.Validation.Loss);
    }

    [Fact]
    public void A_pair_classifier_learns()
    {
        using var pairs = Load(TinyPair.Spec, new SameStart());
        var (result, seen) = Train(TinyPair.Spec, pairs, TrainingOptions.From(TinyPair.Spec.Recipe!));
        Assert.Equal(seen.Steps[9].LiveTensors, seen.Steps[^1].LiveTensors);
        Assert.True(
            result.Validation!.Accuracy > pairs.Baselines[0].Accuracy!.Value + 0.1,
            $"{result.Validation.Accuracy} against {pairs.Baselines[0].Accuracy}");
    }

    [Theory]
    [InlineData(32)]
    [InlineData(7)]
    [InlineData(404)]
    public void Every_token_but_the_first_is_predicted_once(int blockLength)
    {
        var splits = new CountingText().Load(new TaskContext("unused", null, null), default);
        using var text = new TextDataset(splits, blockLength, seed: 1);
        Assert.Equal(CountingText.OtherTokens - 1, text.LengthsOf(Split.Test).Sum());
        Assert.All(text.LengthsOf(Split.Train), length => Assert.Equal(blockLength, length));
        foreach (var epoch in Enumerable.Range(1, 20))
        {
            text.BeginEpoch(epoch);
            using var model = new Echo();
            using var scope = torch.NewDisposeScope();
            var last = text.LengthsOf(Split.Train).Count - 1;
            Assert.Equal(blockLength, Objective.Of(model).Run(text.Read(Split.Train, [last], torch.CPU)).Predictions);
        }
    }

    [Fact]
    public void A_blocks_targets_are_its_tokens_shifted_by_one()
    {
        var splits = new CountingText().Load(new TaskContext("unused", null, null), default);
        using var text = new TextDataset(splits, 50, seed: 1);
        using var model = new Echo();
        using var scope = torch.NewDisposeScope();
        var blocks = text.LengthsOf(Split.Validation).Count;
        int[] rows = [.. Enumerable.Range(0, blocks)];
        var result = Objective.Of(model).Run(text.Read(Split.Validation, rows, torch.CPU));
        var tokens = new int[CountingText.OtherTokens];
        splits.Validation.Tokens.Read(0, tokens);

        // The model answers the token it reads plus one: right wherever the text counts up.
        Assert.Equal(tokens.Zip(tokens.Skip(1)).Count(pair => (pair.First + 1) % 10 == pair.Second), result.Right);
        Assert.Equal(tokens.Length - 1, result.Predictions);
    }

    [Fact]
    public void The_loss_does_not_depend_on_the_batches()
    {
        using var text = Load(TinyLanguage.Spec, new CountingText());
        using var model = TinyLanguage.Spec.Create();
        var rows = text.LengthsOf(Split.Test).Count;
        Evaluation[] evaluations = [.. new[] { 1, 5, rows }.Select(
            size => Evaluation.Of(model, text, Split.Test, rows, size, torch.CPU, null, default))];
        Assert.All(evaluations, evaluation => Assert.Equal(evaluations[0].Loss, evaluation.Loss, 5));
    }

    [Fact]
    public void Sequences_can_be_cut()
    {
        using var rows = Load(MeanMajority.Spec, new MajorityTask(), maxLength: 9);
        Assert.Equal(9, rows.LengthsOf(Split.Train).Max());
        using var pairs = Load(TinyPair.Spec, new SameStart(), maxLength: 5);
        Assert.All(pairs.LengthsOf(Split.Train), length => Assert.InRange(length, 1, 5));
    }

    [Fact]
    public void A_task_of_another_head_is_refused() =>
        Assert.Contains(nameof(ILanguageTask), Assert.Throws<UsageException>(() => Load(TinyLanguage.Spec, new MajorityTask())).Message);

    [Fact]
    public void Blocks_longer_than_the_context_are_refused() =>
        Assert.Contains(
            "--max-length 32", Assert.Throws<UsageException>(() => Load(TinyLanguage.Spec, new CountingText(), maxLength: 64)).Message);

    /// <summary>Answers the token it reads, plus one.</summary>
    private sealed class Echo : torch.nn.Module<torch.Tensor, torch.Tensor>, ILanguageModel
    {
        public Echo()
            : base(nameof(Echo))
        {
        }

        public torch.nn.Module Module => this;

        public override torch.Tensor forward(torch.Tensor tokens) => forward(tokens, null);

        public torch.Tensor forward(torch.Tensor tokens, torch.Tensor? lengths) =>
            torch.nn.functional.one_hot(tokens.Plus(1) % Scalars.Of(10), 10).to(torch.ScalarType.Float32);
    }
}
