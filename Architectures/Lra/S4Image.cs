using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S4 on Image in the configuration of the official repository's current Long Range Arena experiments: six blocks of width 512, each a
/// bidirectional S4 with a state of 64 that all features share, GELU, and a gated linear unit; batch normalisation after the skip
/// connection, dropout of whole features. A pixel is a number, which a linear layer widens.
/// </summary>
/// <remarks>Gu, Goel, Ré: <i>Efficiently Modeling Long Sequences with Structured State Spaces</i> (arXiv 2111.00396).</remarks>
[SequenceRegressor(inputs: 1, outputs: 10, maxLength: 1024)]
[Backbone(features: 512, depth: 6, Norm = Norm.Batch, FinalNorm = false, Mixer = Mixer.Glu, Dropout = 0.1, DropoutTied = true)]
[S4Branch(StateSize = 64)]
[Recipe(
    typeof(Image), Epochs = 200, BatchSize = 50, LearningRate = 0.01, WeightDecay = 0.05, Schedule = Schedule.Cosine,
    WarmupSteps = 18_000)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022.",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4Image;
