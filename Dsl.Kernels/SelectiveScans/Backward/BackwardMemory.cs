namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// What a tile works in backwards: the registers of each of its registers of channels, and what they use one after the other.
/// </summary>
internal readonly unsafe struct BackwardMemory
{
    private readonly float* _memory;
    private readonly ScanShape _shape;
    private readonly int _vectors;

    /// <summary>Lays it out.</summary>
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

    /// <summary>States of a group before each position, and behind the last.</summary>
    public float* States => Decays + Group(_shape);

    /// <summary>Gradients by B of a group at each position, summed over the registers of channels.</summary>
    public float* SumB => States + Group(_shape) + (StateGroup.States * _shape.Lanes);

    /// <summary>As <see cref="SumB"/>, by C.</summary>
    public float* SumC => SumB + Group(_shape);

    /// <summary>Room for <see cref="ChunkWeights"/>.</summary>
    public float* Weights => SumC + Group(_shape);

    /// <summary>How many floats are needed.</summary>
    public static nint Floats(in ScanShape shape, int vectors) =>
        (vectors * BackwardVector.Floats(shape)) + (4 * Group(shape)) + (StateGroup.States * shape.Lanes) + ChunkWeights.Floats(shape);

    /// <summary>What belongs to a register of channels.</summary>
    public BackwardVector Vector(int i) => new(_memory + (i * BackwardVector.Floats(_shape)), _shape);

    // A register more: at distances of a page, a read waits for a write to another array.
    private static nint Group(in ScanShape shape) => (((nint)shape.Chunk * StateGroup.States) + 1) * shape.Lanes;
}
