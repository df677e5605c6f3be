namespace SerpentDsl.Testing;

/// <summary>What a fixture says of one of its tensors.</summary>
/// <param name="Meaning">What it is.</param>
/// <param name="Complex">Whether its last axis holds the real and the imaginary part of complex numbers.</param>
/// <param name="Float64Tolerance">Largest error of a float64 implementation; null for inputs.</param>
/// <param name="Float32Tolerance">Largest error of a float32 implementation; null where none is stated.</param>
public sealed record FixtureTensor(string Meaning, bool Complex, double? Float64Tolerance, double? Float32Tolerance);
