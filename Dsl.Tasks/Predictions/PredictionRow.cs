namespace SerpentDsl.Tasks.Predictions;

/// <summary>What a model predicts from: a text, two texts, or a series.</summary>
public sealed class PredictionRow
{
    private PredictionRow(PredictionInput kind, string text, string second, ReadOnlyMemory<float> values) =>
        (Kind, Text, Second, Values) = (kind, text, second, values);

    /// <summary>What it is.</summary>
    public PredictionInput Kind { get; }

    /// <summary>The text, or the first of two.</summary>
    public string Text { get; }

    /// <summary>The second text of a pair; else empty.</summary>
    public string Second { get; }

    /// <summary>The numbers of a series position by position, <c>[length, inputs]</c>, in the units of the training data; else
    /// empty.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    public static PredictionRow Of(string text) => new(PredictionInput.Text, text, "", default);

    /// <summary>Two texts.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text.</param>
    public static PredictionRow Of(string first, string second) => new(PredictionInput.Pair, first, second, default);

    /// <summary>A series.</summary>
    /// <param name="values">The numbers position by position, <c>[length, inputs]</c>, in the units of the training data.</param>
    public static PredictionRow Of(ReadOnlyMemory<float> values) => new(PredictionInput.Series, "", "", values);
}
