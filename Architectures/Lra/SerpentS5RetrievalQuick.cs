namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SerpentS5Retrieval"/> in the protocol <c>small</c>: half the width of <see cref="S5RetrievalQuick"/> works
/// on a sequence resampled by learned intervals. The learning rate is lower than the baseline's, with which the intervals shrink to nothing
/// within an epoch.
/// </summary>
[VariantOf(typeof(S5RetrievalQuick))]
[S5Branch(StateSize = 16, BlockSize = 2, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2,
          CompressionRate = 0.5, WindowSize = 7, TimeBasis = 2)]
[Recipe(LearningRate = 4e-3)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS5RetrievalQuick;
