namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>What is known of the positions of a chunk, apart from the states: for each a register of channels.</summary>
internal readonly unsafe struct ChunkSteps
{
    /// <summary>Arrays that a forward pass has.</summary>
    private const int Forwards = 4;

    /// <summary>Arrays that a backward pass has.</summary>
    private const int Backwards = 9;

    private readonly float* _memory;
    private readonly nint _array;

    /// <summary>Lays them out.</summary>
    /// <param name="memory">Room for them.</param>
    /// <param name="shape">Sizes.</param>
    public ChunkSteps(float* memory, in ScanShape shape)
    {
        _memory = memory;
        _array = Array(shape);
    }

    /// <summary>Δ.</summary>
    public float* Delta => _memory;

    /// <summary>Δu.</summary>
    public float* Driven => _memory + _array;

    /// <summary>The outputs before the gate.</summary>
    public float* Y => _memory + (2 * _array);

    /// <summary>z; backwards what <see cref="Y"/> is multiplied with for the gradient by z, then that gradient.</summary>
    public float* Gate => _memory + (3 * _array);

    /// <summary>u.</summary>
    public float* Input => _memory + (4 * _array);

    /// <summary>The gradient by <see cref="Y"/>.</summary>
    public float* ForOutput => _memory + (5 * _array);

    /// <summary>The derivative of the softplus.</summary>
    public float* Slope => _memory + (6 * _array);

    /// <summary>The gradient by <see cref="Driven"/>, then by u.</summary>
    public float* ThroughInput => _memory + (7 * _array);

    /// <summary>The gradient by Δ through the exponents, times ln 2, then by Δ as it was given.</summary>
    public float* ThroughRate => _memory + (8 * _array);

    /// <summary>Floats that a forward pass needs.</summary>
    public static int ForwardFloats(in ScanShape shape) => Forwards * Array(shape);

    /// <summary>Floats that a backward pass needs.</summary>
    public static int BackwardFloats(in ScanShape shape) => Backwards * Array(shape);

    // A register more: at distances of a page, a read waits for a write to another array.
    private static int Array(in ScanShape shape) => (shape.Chunk + 1) * shape.Lanes;
}
