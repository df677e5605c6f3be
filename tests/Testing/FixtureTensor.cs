namespace SerpentDsl.Testing;

/// <summary>The metadata of one tensor of a golden file.</summary>
/// <param name="Meaning">Description of the tensor.</param>
/// <param name="Complex">Whether the last axis has the real and the imaginary parts of complex numbers.</param>
/// <param name="Float64Tolerance">Largest allowed error of a float64 implementation; null for inputs.</param>
/// <param name="Float32Tolerance">Largest allowed error of a float32 implementation; null if the file states none.</param>
public sealed record FixtureTensor(string Meaning, bool Complex, double? Float64Tolerance, double? Float32Tolerance);
