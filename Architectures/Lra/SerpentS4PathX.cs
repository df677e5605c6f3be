namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+S4 on Path-X: the blocks and the training of <see cref="S4PathX"/>, half of whose width works on a sequence resampled by learned
/// intervals.
/// </summary>
/// <remarks>See <see cref="SerpentS4Image"/> for what the paper says of images, and what was chosen here.</remarks>
[VariantOf(typeof(S4PathX), ReplaceBranches = true)]
[S4Branch(StateSize = 64, Copies = 128, MinDelta = 1e-4)]
[S4Branch(StateSize = 64, Copies = 128, MinDelta = 1e-4, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
[Citation(
    "SeRpEnt: Selective Resampling for Expressive State Space Models. arXiv 2501.11729, 2025.",
    Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4PathX;
