using SerpentDsl.Architectures.Lra;
using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using SerpentDsl.Ssm;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.TrainingMemory;

/// <summary>
/// The layers of a block of <see cref="SerpentS4ListOps"/>, created in the same order as in the generated block. The derived classes differ
/// in <c>forward</c> only: each frees its temporary tensors in another way.
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
        branch0_projection = nn.Linear(SerpentS4ListOps.Shapes.Features, SerpentS4ListOps.Shapes.Branch0Features);
        branch0_ssm = new S4(
            SerpentS4ListOps.Shapes.Branch0Features, bidirectional: true, SerpentS4ListOps.Shapes.MaxLength,
            stateSize: 8, copies: 1, Initialisation.LegS, rank: 1,
            minDelta: 0.001, maxDelta: 0.1, PositiveTransform.Softplus, ssmLearningRate: 0.001, Activation.Gelu);
        branch1_compression = new SelectiveCompression(
            SerpentS4ListOps.Shapes.Features, SerpentS4ListOps.Shapes.Branch1Features,
            SerpentS4ListOps.Shapes.Branch1CompressionRate,
            SerpentS4ListOps.Shapes.Branch1Window,
            SerpentS4ListOps.Shapes.Branch1TimeBasis);
        branch1_ssm = new S4(
            SerpentS4ListOps.Shapes.Branch1Features, bidirectional: true, SerpentS4ListOps.Shapes.Branch1MaxPoints,
            stateSize: 8, copies: 1, Initialisation.LegS, rank: 1,
            minDelta: 0.001, maxDelta: 0.1, PositiveTransform.Softplus, ssmLearningRate: 0.001, Activation.Gelu);
        norm = new SequenceBatchNorm(SerpentS4ListOps.Shapes.Features);
        RegisterComponents();
    }
}
