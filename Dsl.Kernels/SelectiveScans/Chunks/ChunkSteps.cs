namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>Per-position values of a chunk, apart from the states: a register of channels for each position.</summary>
internal readonly unsafe struct ChunkSteps
{
    /// <summary>Arrays that a forward pass has.</summary>
    private const int Forwards = 4;

    /// <summary>Arrays that a backward pass has.</summary>
    private const int Backwards = 9;

    private readonly float* _memory;
    private readonly nint _array;

    /// <summary>Divides the memory into the arrays.</summary>
    /// <param name="memory">Room for them.</param>
    /// <param name="shape">Sizes.</param>
    public ChunkSteps(float* memory, in ScanShape shape)
    {
        _memory = memory;
        _array = Array(shape);
    }

    /// <summary>Step sizes, Δ.</summary>
    public float* Delta => _memory;

    /// <summary>Inputs times step sizes, Δu.</summary>
    public float* Driven => _memory + _array;

    /// <summary>The outputs before the gate.</summary>
    public float* Y => _memory + (2 * _array);

    /// <summary>
    /// z; in the backward pass the factor of <see cref="Y"/> in the gradient with respect to z, then the gradient itself.
    /// </summary>
    public float* Gate => _memory + (3 * _array);

    /// <summary>Inputs, u.</summary>
    public float* Input => _memory + (4 * _array);

    /// <summary>The gradient with respect to <see cref="Y"/>.</summary>
    public float* ForOutput => _memory + (5 * _array);

    /// <summary>The derivative of the softplus.</summary>
    public float* Slope => _memory + (6 * _array);

    /// <summary>The gradient with respect to <see cref="Driven"/>, then with respect to u.</summary>
    public float* ThroughInput => _memory + (7 * _array);

    /// <summary>The gradient with respect to Δ through the exponents, divided by ln 2, then with respect to Δ as given.</summary>
    public float* ThroughRate => _memory + (8 * _array);

    /// <summary>Floats that a forward pass needs.</summary>
    public static int ForwardFloats(in ScanShape shape) => Forwards * Array(shape);

    /// <summary>Floats that a backward pass needs.</summary>
    public static int BackwardFloats(in ScanShape shape) => Backwards * Array(shape);

    // One register of padding: arrays that are a multiple of 4 KiB apart alias, and loads stall on unrelated stores.
    private static int Array(in ScanShape shape) => (shape.Chunk + 1) * shape.Lanes;
}
