namespace SerpentDsl.Tasks.Predictions;

/// <summary>What a model predicts from.</summary>
public enum PredictionInput
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>Two texts.</summary>
    Pair,

    /// <summary>A sequence of real vectors.</summary>
    Series,
}
