using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

// States of other sequences, made of the rows of a state.
public sealed partial class StreamState
{
    /// <summary>A state of other sequences: each continues one of this state's, or begins.</summary>
    /// <param name="rows">For each sequence of the new state the row that it continues; −1: it begins.</param>
    /// <returns>Owned by the caller; independent of this state.</returns>
    internal StreamState Take(long[] rows)
    {
        using var scope = NewDisposeScope();
        var device = AnyTensor()?.device ?? CPU;
        var index = tensor(rows, device: device);
        var begins = rows.Contains(-1) ? index.lt(Scalars.Zero) : null;
        return Take(rows.Length, index.clamp_min(Scalars.Zero), begins);
    }

    /// <summary>Replaces the state of some sequences by that of sequences of another state.</summary>
    /// <param name="rows">The sequences of this state.</param>
    /// <param name="from">The other state, from <see cref="Take(long[])"/>.</param>
    /// <param name="places">Their counterparts in the other state, as many.</param>
    internal void Put(long[] rows, StreamState from, long[] places)
    {
        if (rows.Length == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var device = AnyTensor()?.device ?? CPU;
        Put(tensor(rows, device: device), from, tensor(places, device: device));
    }

    private Tensor? AnyTensor() => All().Select(entry => entry.Value).FirstOrDefault();

    private StreamState Take(long batch, Tensor index, Tensor? begins) => AsThis(new(
        Architecture,
        batch,
        _names,
        [.. _tensors.Select(value => Rows(value, index, begins))],
        Shared(),
        [.. _children.Select(child => (child.Name, child.State.Take(batch, index, begins)))])
    {
        _carriers = [.. _carriers.Select(carrier => carrier is null ? null : Rows(carrier, index, begins))],
    });

    private void Put(Tensor rows, StreamState from, Tensor places)
    {
        for (var i = 0; i < _tensors.Length; i++)
        {
            Replace(i, _tensors[i].index_copy(0, rows, from._tensors[i].index_select(0, places)));
            if (from.Carrier(i) is { } carrier)
            {
                var own = Carrier(i) ?? zeros([Batch, .. carrier.shape.Skip(1)], carrier.dtype, carrier.device);
                Carry(i, own.index_copy(0, rows, carrier.index_select(0, places)));
            }
        }

        for (var i = 0; i < _children.Length; i++)
        {
            Child(i).Put(rows, from.Child(i), places);
        }
    }

    private static Tensor Rows(Tensor value, Tensor index, Tensor? begins)
    {
        var rows = value.index_select(0, index);
        if (begins is not null)
        {
            rows = rows.masked_fill(Broadcast(begins, rows), Scalars.Zero);
        }

        return rows.DetachFromDisposeScope();
    }
}
