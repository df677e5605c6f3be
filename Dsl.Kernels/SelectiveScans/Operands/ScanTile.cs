namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>A tile of a scan's work.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Run">The run of channels.</param>
/// <param name="Block">The tile's place in the run.</param>
/// <param name="First">Its first register, counted in the run.</param>
/// <param name="Count">How many registers it has.</param>
internal readonly record struct ScanTile(int Sequence, int Run, int Block, int First, int Count);
