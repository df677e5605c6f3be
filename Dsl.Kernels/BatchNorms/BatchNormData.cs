namespace SerpentDsl.Kernels.BatchNorms;

/// <summary>Where the numbers of a batch normalisation lie. All arrays are contiguous; arrays that a pass does not need are null.</summary>
internal readonly unsafe struct BatchNormData
{
    /// <summary>Sizes.</summary>
    public required BatchNormShape Shape { get; init; }

    /// <summary>How many positions of each sequence are valid, <c>[batch]</c>; null: all.</summary>
    public required long* Lengths { get; init; }

    /// <summary>Inputs, <c>[batch, length, features]</c>.</summary>
    public required float* X { get; init; }

    /// <summary>The outputs' gradient, of the inputs' shape.</summary>
    public float* Gradient { get; init; }

    /// <summary>Receives the outputs, or the inputs' gradient.</summary>
    public float* Result { get; init; }

    /// <summary>Two sums of each tile and feature, <c>[tiles, 2, features]</c>.</summary>
    public double* Sums { get; init; }

    /// <summary>Numbers of each feature, <c>[4, features]</c>; each pass documents their order.</summary>
    public float* Factors { get; init; }
}
