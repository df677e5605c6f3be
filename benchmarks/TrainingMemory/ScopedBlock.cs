using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.TrainingMemory;

/// <summary>A dispose scope frees the temporary tensors when the block's forward pass ends.</summary>
internal sealed class ScopedBlock() : HandWrittenBlock(nameof(ScopedBlock))
{
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        var all = branch0_ssm.call(SequenceMask.Apply(branch0_projection.call(u), lengths), lengths);
        var points = branch1_compression.call(u, lengths);
        var resampled = points.Decompress(branch1_ssm.call(points.Features, points.Counts));
        return norm.call(u.Plus(cat([all, resampled], dim: -1)), lengths).MoveToOuterDisposeScope();
    }
}
