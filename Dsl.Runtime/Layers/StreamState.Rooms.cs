using System.Numerics;
using SerpentDsl.Functions;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

// Scratch buffers of steps. They are no part of the state's value: neither copied nor saved nor reset.
public sealed partial class StreamState
{
    private Tensor?[] _rooms = [];
    private StreamState[] _parts = [];

    // The states of this layer for all numbers of sequences: the whole batch and its parts. A scratch buffer is allocated in all of them at
    // once, so that no later step allocates one when it advances another number of sequences for the first time.
    private StreamState[] _sameLayer = [];

    /// <summary>
    /// A scratch buffer for a value of a step: allocated once and reused, so that steps allocate no tensors. Its content is unspecified; it
    /// is neither copied nor saved nor reset.
    /// </summary>
    /// <param name="index">Number of the buffer: 0, 1, 2, … for the values of one step.</param>
    /// <param name="width">Width of the buffer, 1 or more.</param>
    /// <param name="like">A tensor of the type and on the device that the buffer shall have.</param>
    /// <returns><c>[batch, width]</c>, contiguous; owned by the state.</returns>
    /// <exception cref="InvalidOperationException">The state is for training (<see cref="ForTraining"/>).</exception>
    public Tensor Room(int index, long width, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        CheckSteps();
        if (index < _rooms.Length && _rooms[index] is { } room && IsRoom(room, width, like))
        {
            return room;
        }

        MakeRoom(index, width, like);
        foreach (var state in _sameLayer)
        {
            state.MakeRoom(index, width, like);
        }

        return _rooms[index]!;
    }

    /// <summary>Whether <see cref="MakeParts"/> has been called.</summary>
    internal bool HasParts => _parts.Length > 0;

    /// <summary>
    /// Allocates states in which the child states of some of the sequences can advance: for 1, 2, 4, … sequences, and for the whole batch.
    /// All are allocated here, so that no step allocates any.
    /// </summary>
    internal void MakeParts()
    {
        var children = EmptyChildren();
        long[] sizes = [.. Enumerable.Range(0, PartIndex(Batch) + 1).Select(index => Math.Min(Batch, 1L << index))];
        _parts = [.. sizes.Select(size => new StreamState(null, size, [], [], [], First(children, size)))];
        foreach (var (_, state) in children)
        {
            state.Dispose();
        }

        Connect([this, .. _parts]);
    }

    /// <summary>The smallest part that has room for a number of sequences.</summary>
    /// <param name="rows">Number of sequences, from 1 to the size of the batch.</param>
    /// <returns>A state without tensors of its own, with the same children as this one; owned by this state.</returns>
    internal StreamState Part(int rows) => _parts[PartIndex(rows)];

    /// <summary>Copies the child states of some sequences to the first rows of a part.</summary>
    /// <param name="rows">Indices of the sequences in the batch.</param>
    /// <param name="part">From <see cref="Part"/>.</param>
    internal void TakeRows(ReadOnlySpan<long> rows, StreamState part) => MoveChildren(rows, part, back: false);

    /// <summary>Copies the rows of a part back to where <see cref="TakeRows"/> read them.</summary>
    /// <param name="rows">Indices of the sequences in the batch.</param>
    /// <param name="part">From <see cref="Part"/>.</param>
    internal void PutRows(ReadOnlySpan<long> rows, StreamState part) => MoveChildren(rows, part, back: true);

    private static bool IsRoom(Tensor room, long width, Tensor like) =>
        room.size(1) == width && room.dtype == like.dtype && room.device_type == like.device_type && room.device_index == like.device_index;

    private void MakeRoom(int index, long width, Tensor like)
    {
        if (index >= _rooms.Length)
        {
            Array.Resize(ref _rooms, index + 1);
        }

        if (_rooms[index] is not { } room || !IsRoom(room, width, like))
        {
            _rooms[index]?.Dispose();
            _rooms[index] = empty([Batch, width], like.dtype, like.device).DetachFromDisposeScope();
        }
    }

    private static void Connect(StreamState[] states)
    {
        foreach (var state in states)
        {
            state._sameLayer = states;
        }

        for (var i = 0; i < states[0]._children.Length; i++)
        {
            Connect([.. states.Select(state => state.Child(i))]);
        }
    }

    private static int PartIndex(long rows) => rows <= 1 ? 0 : BitOperations.Log2((ulong)rows - 1) + 1;

    private (string Name, StreamState State)[] EmptyChildren() => [.. _children.Select(child => (child.Name, child.State.EmptyLike()))];

    private StreamState EmptyLike() => new(
        Architecture,
        Batch,
        _names,
        [.. _tensors.Select(tensor => zeros(tensor.shape, tensor.dtype, tensor.device).DetachFromDisposeScope())],
        Shared(),
        EmptyChildren());

    private static (string Name, StreamState State)[] First((string Name, StreamState State)[] states, long rows) =>
        [.. states.Select(child => (child.Name, child.State.First(rows)))];

    // Views: the parts of all sizes share their memory.
    private StreamState First(long rows) => new(
        Architecture,
        rows,
        _names,
        [.. _tensors.Select(tensor => tensor.narrow(0, 0, rows).DetachFromDisposeScope())],
        Shared(),
        First(_children, rows));

    private Tensor[] Shared() => [.. _constants.Select(tensor => tensor.alias().DetachFromDisposeScope())];

    private void MoveChildren(ReadOnlySpan<long> rows, StreamState part, bool back)
    {
        for (var i = 0; i < _children.Length; i++)
        {
            Child(i).Move(rows, part.Child(i), back);
        }
    }

    private unsafe void Move(ReadOnlySpan<long> rows, StreamState part, bool back)
    {
        for (var i = 0; i < _tensors.Length; i++)
        {
            Tensor own = InPlace(i), taken = part.InPlace(i);
            var bytes = own.NumberOfElements / Batch * own.ElementSize;
            byte* here = TensorMemory.Bytes(own), there = TensorMemory.Bytes(taken);
            for (nint place = 0; place < rows.Length; place++)
            {
                byte* ours = here + (rows[(int)place] * bytes), theirs = there + (place * bytes);
                Buffer.MemoryCopy(back ? theirs : ours, back ? ours : theirs, bytes, bytes);
            }
        }

        MoveChildren(rows, part, back);
    }
}
