using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using SerpentDsl.Ssm;
using TorchSharp.Modules;
using static SerpentDsl.Architectures.Lra.SerpentS4ListOps;
using static TorchSharp.torch;

namespace SerpentDsl.TrainingMemory;

/// <summary>
/// The layers of a block of <see cref="Architectures.Lra.SerpentS4ListOps"/>, made in the order in which the generated block makes them. What differs
/// between the ways of writing it by hand is <c>forward</c>.
/// </summary>
internal abstract class HandWrittenBlock : SequenceLayer
{
    protected readonly Linear branch0_projection;
    protected readonly S4 branch0_ssm;
    protected readonly SelectiveCompression branch1_compression;
    protected readonly S4 branch1_ssm;
    protected readonly SequenceBatchNorm norm;

    protected HandWrittenBlock(string name)
        : base(name)
    {
        branch0_projection = nn.Linear(Shapes.Features, Shapes.Branch0Features);
        branch0_ssm = new S4(
            Shapes.Branch0Features, bidirectional: true, Shapes.MaxLength, stateSize: 8, copies: 1, Initialisation.LegS, rank: 1,
            minDelta: 0.001, maxDelta: 0.1, PositiveTransform.Softplus, ssmLearningRate: 0.001, Activation.Gelu);
        branch1_compression = new SelectiveCompression(
            Shapes.Features, Shapes.Branch1Features, Shapes.Branch1CompressionRate, Shapes.Branch1Window, Shapes.Branch1TimeBasis);
        branch1_ssm = new S4(
            Shapes.Branch1Features, bidirectional: true, Shapes.Branch1MaxPoints, stateSize: 8, copies: 1, Initialisation.LegS, rank: 1,
            minDelta: 0.001, maxDelta: 0.1, PositiveTransform.Softplus, ssmLearningRate: 0.001, Activation.Gelu);
        norm = new SequenceBatchNorm(Shapes.Features);
        RegisterComponents();
    }
}
