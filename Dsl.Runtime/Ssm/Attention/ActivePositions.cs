using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>The active positions of every sequence, moved to the front.</summary>
internal sealed class ActivePositions
{
    private readonly Tensor _ranks;

    /// <summary>Counts and orders them. The longest count decides the size of what follows, so this waits for the device.</summary>
    /// <param name="active">Bool <c>[batch, length]</c>.</param>
    public ActivePositions(Tensor active)
    {
        var device = active.device;
        var order = active.to(ScalarType.Int64).cumsum(1);
        Counts = order.select(1, active.shape[1] - 1);
        Size = Math.Max(1, Counts.max().item<long>());
        _ranks = order.sub(Scalars.One).clamp_min(Scalars.Zero);

        // Inactive positions are written to one more column, which is cut off.
        var targets = where(active, _ranks, full_like(_ranks, Scalars.Of(Size)));
        var positions = TensorRange.Of(active.shape[1], ScalarType.Int64, device).unsqueeze(0).expand(active.shape);
        Sources = zeros([active.shape[0], Size + 1], ScalarType.Int64, device).scatter_(1, targets, positions).narrow(1, 0, Size);
    }

    /// <summary>How many positions of each sequence are active, int64 <c>[batch]</c>.</summary>
    public Tensor Counts { get; }

    /// <summary>The greatest count, at least 1.</summary>
    public long Size { get; }

    /// <summary>The position in every slot, int64 <c>[batch, size]</c>; 0 in empty slots.</summary>
    public Tensor Sources { get; }

    /// <summary>Which slots are filled, bool <c>[batch, size]</c>.</summary>
    public Tensor Filled => Layers.SequenceMask.Of(Counts, Size);

    /// <summary>The active positions' features, zeros in empty slots.</summary>
    /// <param name="x"><c>[batch, length, features]</c>.</param>
    /// <returns><c>[batch, size, features]</c>.</returns>
    public Tensor Compress(Tensor x) => Rows.Of(x, Sources).masked_fill(Filled.logical_not().unsqueeze(2), Scalars.Zero);

    /// <summary>Each active position's features at its place, times its gate, which is 0 at the other positions.</summary>
    /// <param name="x"><c>[batch, size, features]</c>.</param>
    /// <param name="gate"><c>[batch, length]</c>.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public Tensor Extract(Tensor x, Tensor gate) => Rows.Of(x, _ranks) * gate.unsqueeze(2);
}
