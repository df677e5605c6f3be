using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.TrainingMemory;

/// <summary>
/// Disposes every temporary tensor after its last use, also if an exception is thrown: the least memory that hand-written code can need.
/// </summary>
internal sealed class LastUseBlock() : HandWrittenBlock(nameof(LastUseBlock))
{
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var all = ReadAll(u, lengths);
        using var resampled = ReadResampled(u, lengths);
        using var summed = Sum(u, all, resampled);
        return norm.call(summed, lengths);
    }

    private static Tensor Sum(Tensor u, Tensor all, Tensor resampled)
    {
        using var joined = cat([all, resampled], dim: -1);
        all.Dispose();
        resampled.Dispose();
        return u.Plus(joined);
    }

    private Tensor ReadAll(Tensor u, Tensor? lengths)
    {
        using var masked = Project(u, lengths);
        return branch0_ssm.call(masked, lengths);
    }

    private Tensor Project(Tensor u, Tensor? lengths)
    {
        using var projected = branch0_projection.call(u);
        return SequenceMask.Apply(projected, lengths);
    }

    private Tensor ReadResampled(Tensor u, Tensor? lengths)
    {
        using var points = branch1_compression.call(u, lengths);
        using var states = branch1_ssm.call(points.Features, points.Counts);
        return points.Decompress(states);
    }
}
