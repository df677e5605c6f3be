using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>The results of a scan, as pointers.</summary>
/// <param name="output">Outputs, <c>[batch, length, features]</c>.</param>
/// <param name="lastState">States after each sequence, <c>[batch, features, state]</c>.</param>
/// <param name="checkpoints">States at every chunk's beginning, as registers (<see cref="ScanShape.Checkpoint"/>); null: the states are not
/// kept.</param>
internal readonly unsafe struct ScanResults(Rows output, float* lastState, float* checkpoints)
{
    /// <summary>Outputs, <c>[batch, length, features]</c>.</summary>
    public Rows Output { get; } = output;

    /// <summary>States after each sequence, <c>[batch, features, state]</c>.</summary>
    public float* LastState { get; } = lastState;

    /// <summary>States at every chunk's beginning, or null.</summary>
    public float* Checkpoints { get; } = checkpoints;
}
