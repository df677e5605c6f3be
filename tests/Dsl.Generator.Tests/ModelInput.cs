using SerpentDsl.Native;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>A padded batch for a model of any head.</summary>
/// <param name="First">Tokens or values.</param>
/// <param name="Lengths">Their true lengths, or null.</param>
/// <param name="Second">The second sequences of pairs, or null.</param>
/// <param name="SecondLengths">Their true lengths, or null.</param>
internal sealed record ModelInput(Tensor First, Tensor? Lengths, Tensor? Second, Tensor? SecondLengths) : IDisposable
{
    /// <summary>Draws a batch, always the same one.</summary>
    public static ModelInput Draw(HeadSpec head, long[] lengths, long padded, long[]? secondLengths = null, long? secondPadded = null)
    {
        manual_seed(3);
        var first = Values(head, lengths.Length, padded);
        if (head is not PairClassifierHeadSpec)
        {
            return new ModelInput(first, LengthsOf(lengths, padded), null, null);
        }

        secondLengths ??= [.. lengths.Reverse()];
        var other = secondPadded ?? padded;
        return new ModelInput(first, LengthsOf(lengths, padded), Values(head, lengths.Length, other), LengthsOf(secondLengths, other));
    }

    /// <summary>Runs a model on it, with true lengths.</summary>
    public Tensor Through(ISequenceModel model) => model switch
    {
        ISequenceClassifier classifier => classifier.forward(First, Lengths),
        IPairClassifier pair => pair.forward(First, Lengths, Second!, SecondLengths),
        ILanguageModel language => language.forward(First, Lengths),
        ISequenceRegressor regressor => regressor.forward(First, Lengths),
        _ => throw new NotSupportedException($"{model.GetType()} has no head."),
    };

    /// <summary>One row without its padding.</summary>
    public ModelInput Row(int row)
    {
        var (first, second) = (Cut(First, Lengths, row), Second is null ? null : Cut(Second, SecondLengths, row));
        return new ModelInput(first, null, second, null);
    }

    /// <summary>The same with something else where padding is.</summary>
    public ModelInput Repadded() =>
        this with { First = Overwrite(First, Lengths), Second = Second is null ? null : Overwrite(Second, SecondLengths) };

    public void Dispose()
    {
        First.Dispose();
        Lengths?.Dispose();
        Second?.Dispose();
        SecondLengths?.Dispose();
    }

    /// <summary>What a model of the head answers for a batch.</summary>
    public static long[] AnswerOf(HeadSpec head, long batch, long length) => head switch
    {
        ClassifierHeadSpec classifier => [batch, classifier.Classes],
        PairClassifierHeadSpec pair => [batch, pair.Classes],
        LanguageModelHeadSpec language => [batch, length, language.Vocabulary],
        RegressorHeadSpec { Pooling: Pooling.None } regressor => [batch, length, regressor.Outputs],
        RegressorHeadSpec regressor => [batch, regressor.Outputs],
        _ => throw new NotSupportedException($"{head}"),
    };

    private static Tensor Values(HeadSpec head, long batch, long length) => head switch
    {
        ClassifierHeadSpec classifier => randint(1, classifier.Vocabulary, [batch, length], ScalarType.Int64),
        PairClassifierHeadSpec pair => randint(1, pair.Vocabulary, [batch, length], ScalarType.Int64),
        LanguageModelHeadSpec language => randint(1, language.Vocabulary, [batch, length], ScalarType.Int64),
        RegressorHeadSpec regressor => randn(batch, length, regressor.Inputs),
        _ => throw new NotSupportedException($"{head}"),
    };

    private static Tensor? LengthsOf(long[] lengths, long padded) => lengths.All(length => length == padded) ? null : tensor(lengths);

    private static Tensor Cut(Tensor batch, Tensor? lengths, int row) =>
        batch.narrow(0, row, 1).narrow(1, 0, lengths is null ? batch.shape[1] : lengths[row].item<long>());

    private static Tensor Overwrite(Tensor batch, Tensor? lengths)
    {
        var padding = Layers.SequenceMask.Of(lengths!, batch.shape[1]).logical_not();
        return batch.dim() == 2
            ? batch.masked_fill(padding, Scalars.Zero)
            : batch.masked_fill(padding.unsqueeze(2), Scalars.Of(double.NaN));
    }
}
