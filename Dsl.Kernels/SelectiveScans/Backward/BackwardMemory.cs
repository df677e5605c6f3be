namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// Memory of a tile in the backward pass: a <see cref="BackwardVector"/> per register of channels, and arrays that these use in turn.
/// </summary>
internal readonly unsafe struct BackwardMemory
{
    private readonly float* _memory;
    private readonly ScanShape _shape;
    private readonly int _vectors;

    /// <summary>Divides the memory.</summary>
    /// <param name="memory">As many floats as <see cref="Floats"/>.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="vectors">Registers of channels.</param>
    public BackwardMemory(float* memory, in ScanShape shape, int vectors)
    {
        _memory = memory;
        (_shape, _vectors) = (shape, vectors);
    }

    /// <summary>Decays of a group at each position.</summary>
    public float* Decays => _memory + (_vectors * BackwardVector.Floats(_shape));

    /// <summary>States of a group before each position, and after the last.</summary>
    public float* States => Decays + Group(_shape);

    /// <summary>Gradients with respect to B of a group at each position, summed over the registers of channels.</summary>
    public float* SumB => States + Group(_shape) + (StateGroup.States * _shape.Lanes);

    /// <summary>As <see cref="SumB"/>, with respect to C.</summary>
    public float* SumC => SumB + Group(_shape);

    /// <summary>Room for <see cref="ChunkWeights"/>.</summary>
    public float* Weights => SumC + Group(_shape);

    /// <summary>How many floats are needed.</summary>
    public static nint Floats(in ScanShape shape, int vectors) =>
        (vectors * BackwardVector.Floats(shape)) + (4 * Group(shape)) + (StateGroup.States * shape.Lanes) + ChunkWeights.Floats(shape);

    /// <summary>The memory of one register of channels.</summary>
    public BackwardVector Vector(int i) => new(_memory + (i * BackwardVector.Floats(_shape)), _shape);

    // One register of padding: arrays that are a multiple of 4 KiB apart alias, and loads stall on unrelated stores.
    private static nint Group(in ScanShape shape) => (((nint)shape.Chunk * StateGroup.States) + 1) * shape.Lanes;
}
