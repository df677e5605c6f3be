using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+S4 on Text (Table 1, hyper-parameters of Table 3): six blocks of width 192, each with an S4 branch on the whole sequence and two
/// S4 branches on sequences resampled by learned intervals.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729). From the paper: three branches, window 5,
/// width 192, AdamW at 1e-3 with decay 0.05, batches of 16, 32 epochs, plateau schedule with patience 15, 872 thousand parameters (872,342
/// here). Chosen here: compression rates 1/2 and 1/8; otherwise the same as for <see cref="SerpentS4ListOps"/>.
/// </remarks>
[SequenceClassifier(vocabulary: 135, classes: 2, maxLength: 4096)]
[Backbone(features: 192, depth: 6, Norm = Norm.Batch)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 5, TimeBasis = 2)]
[S4Branch(StateSize = 8, CompressionRate = 0.125, WindowSize = 5, TimeBasis = 2)]
[Recipe(typeof(Text), Epochs = 32, BatchSize = 16, LearningRate = 1e-3, WeightDecay = 0.05, Schedule = Schedule.Plateau, Patience = 15)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4Text;
