namespace SerpentDsl.Tasks;

/// <summary>One sequence of real vectors with what a model shall answer.</summary>
/// <param name="Values">The numbers position by position, <c>[length, inputs]</c>, as they are in the data: not normalised.</param>
/// <param name="Targets">The numbers to answer, in the units of the data; for a classification one number, the class.</param>
public readonly record struct SeriesExample(ReadOnlyMemory<float> Values, ReadOnlyMemory<float> Targets);
