namespace TorchSharp;

/// <summary>The internal precision of float32 matrix products.</summary>
public enum Float32MatmulPrecision
{
    highest = 0,
    high = 1,
    medium = 2,
}
