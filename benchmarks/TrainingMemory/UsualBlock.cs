using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.TrainingMemory;

/// <summary>Disposes nothing, as most code is written: the scope around the training step frees the temporary tensors.</summary>
internal sealed class UsualBlock() : HandWrittenBlock(nameof(UsualBlock))
{
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        var all = branch0_ssm.call(SequenceMask.Apply(branch0_projection.call(u), lengths), lengths);
        var points = branch1_compression.call(u, lengths);
        var resampled = points.Decompress(branch1_ssm.call(points.Features, points.Counts));
        return norm.call(u.Plus(cat([all, resampled], dim: -1)), lengths);
    }
}
