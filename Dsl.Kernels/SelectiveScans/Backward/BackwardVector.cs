namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>Memory of the backward pass for one register of channels.</summary>
internal readonly unsafe struct BackwardVector
{
    /// <summary>Arrays of a register for each state: three of <see cref="ScanPack{TLanes}"/>, then carry and sums.</summary>
    private const int Arrays = 7;

    private readonly float* _memory;
    private readonly ScanShape _shape;

    /// <summary>Divides the memory.</summary>
    /// <param name="memory">As many floats as <see cref="Floats"/>.</param>
    /// <param name="shape">Sizes.</param>
    public BackwardVector(float* memory, in ScanShape shape)
    {
        _memory = memory;
        _shape = shape;
    }

    /// <summary>Rates, and weights that are given per channel.</summary>
    public float* Packed => _memory;

    /// <summary>The gradient with respect to the states.</summary>
    public float* Carry => Array(3);

    /// <summary>The gradient with respect to A.</summary>
    public float* ForA => Array(4);

    /// <summary>The gradient with respect to a B that is given per channel.</summary>
    public float* ForB => Array(5);

    /// <summary>The gradient with respect to a C that is given per channel.</summary>
    public float* ForC => Array(6);

    /// <summary>The gradient with respect to D.</summary>
    public float* ForSkip => Array(Arrays);

    /// <summary>The gradient with respect to Δ's bias.</summary>
    public float* ForBias => ForSkip + _shape.Lanes;

    /// <summary>The positions of the chunk.</summary>
    public ChunkSteps Steps => new(ForBias + _shape.Lanes, _shape);

    /// <summary>How many floats are needed.</summary>
    public static nint Floats(in ScanShape shape) =>
        (Arrays * (nint)shape.StateFloats) + (2 * shape.Lanes) + ChunkSteps.BackwardFloats(shape);

    /// <summary>Sets the sums to zero.</summary>
    public void ClearSums() => new Span<float>(ForA, (3 * _shape.StateFloats) + (2 * _shape.Lanes)).Clear();

    private float* Array(int index) => _memory + (index * (nint)_shape.StateFloats);
}
