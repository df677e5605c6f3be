namespace SerpentDsl.Specs;

/// <summary>The head of an <see cref="ISequenceRegressor"/>.</summary>
/// <param name="Inputs">Width of the input vectors.</param>
/// <param name="Outputs">Width of the output vectors.</param>
/// <param name="MaxLength">Longest sequence, in positions.</param>
/// <param name="Pooling">How a sequence is reduced to one vector; <see cref="Pooling.None"/> answers at every position.</param>
public sealed record RegressorHeadSpec(int Inputs, int Outputs, int MaxLength, Pooling Pooling = Pooling.Mean)
    : HeadSpec("SequenceRegressor", MaxLength);
