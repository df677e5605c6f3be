using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+S4 on ListOps (Table 1, hyper-parameters of Table 3): six blocks of width 192, each with an S4 branch on the whole sequence and
/// an S4 branch on a sequence resampled by learned intervals.
/// </summary>
/// <remarks>
/// <para>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729). From the paper: two branches,
/// window 6, width 192 (96 a branch), batch normalisation after the skip connection, AdamW at 1e-3 with decay 0.05,
/// batches of 16, 50 epochs, cosine schedule, patience 15, 813 thousand parameters.
/// </para>
/// <para>
/// Chosen here, because the paper does not say: compression rate 1/2; a time basis of 2 and one more normalisation before the head, with
/// which the sizes of all three published models come out exactly (812,860 parameters here); the paper's "state 4" as four conjugate pairs,
/// which is a state of 8; a linear projection before the first branch; GELU after each S4; an embedding table of 20 symbols, of which
/// ListOps uses 18; intervals that start at half the compression rate; resampled points at the times 1, 2, 3, …; the paper's patience as
/// early stopping.
/// </para>
/// </remarks>
[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 2048)]
[Backbone(features: 192, depth: 6, Norm = Norm.Batch)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
[Recipe(typeof(ListOps), Epochs = 50, BatchSize = 16, LearningRate = 1e-3, WeightDecay = 0.05,
        Schedule = Schedule.Cosine, Patience = 15, Quick = typeof(SerpentS4ListOpsQuick))]
[Citation(
    "SeRpEnt: Selective Resampling for Expressive State Space Models. arXiv 2501.11729, 2025.",
    Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4ListOps;
