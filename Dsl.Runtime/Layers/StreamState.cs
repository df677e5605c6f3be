using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// What a causal layer or model remembers of the sequences it has read so far: named tensors <c>[batch, …]</c>, and the states of the
/// layers inside it. An explicit value that can be copied, saved, loaded, and reset row by row. Owns its tensors.
/// </summary>
/// <remarks>
/// The reference path replaces its tensors, so an output may share memory with the state that it was computed from. Fused steps write into
/// the tensors, and their outputs share no memory with them. To keep a tensor of a state beyond a step, copy it.
/// </remarks>
public sealed partial class StreamState : IDisposable
{
    private readonly string[] _names;
    private readonly Tensor[] _tensors;
    private readonly Tensor[] _constants;
    private readonly (string Name, StreamState State)[] _children;

    private StreamState(
        string? architecture, long batch, string[] names, Tensor[] tensors, Tensor[] constants, (string Name, StreamState State)[] children)
    {
        Architecture = architecture;
        Batch = batch;
        _names = names;
        _tensors = tensors;
        _children = children;
        _constants = constants;
    }

    /// <summary>Full name of the architecture that the state belongs to; null for the state of a layer.</summary>
    public string? Architecture { get; }

    /// <summary>
    /// Values computed once from the layer's parameters for all later steps; shared by copies, and neither saved nor reset.
    /// </summary>
    /// <exception cref="InvalidOperationException">The state is for training (<see cref="ForTraining"/>).</exception>
    public IReadOnlyList<Tensor> Constants
    {
        get
        {
            CheckSteps();
            return _constants;
        }
    }

    /// <summary>Number of sequences.</summary>
    public long Batch { get; }

    /// <summary>Bytes of the state itself, constants not counted.</summary>
    public long Bytes => All().Sum(entry => entry.Value.numel() * entry.Value.element_size());

    /// <summary>The tensors of this layer, in the order of construction; owned by the state.</summary>
    /// <param name="index">Index of the tensor, from 0.</param>
    public Tensor this[int index] => _tensors[index];

    /// <summary>A tensor of this layer, contiguous, for a kernel that writes into it; owned by the state.</summary>
    /// <param name="index">Index of the tensor, from 0.</param>
    internal Tensor InPlace(int index)
    {
        if (!_tensors[index].is_contiguous())
        {
            Replace(index, _tensors[index].contiguous());
        }

        return _tensors[index];
    }

    /// <summary>The state of a layer that remembers nothing.</summary>
    /// <param name="batch">Number of sequences.</param>
    public static StreamState Empty(long batch) => new(null, batch, [], [], [], []);

    /// <summary>A layer's state.</summary>
    /// <param name="tensors">Its tensors with their names, all <c>[batch, …]</c>; owned by the state from then on.</param>
    /// <exception cref="ArgumentException">There are none, their batches differ, or two have the same name.</exception>
    public static StreamState Of(params (string Name, Tensor Value)[] tensors) => Of(constants: [], children: [], tensors);

    /// <summary>The state of a module that consists of layers.</summary>
    /// <param name="children">The layers' states with the names of their modules; owned by the state from then on.</param>
    /// <exception cref="ArgumentException">There are none, their batches differ, or two have the same name.</exception>
    public static StreamState Of(params (string Name, StreamState State)[] children) => Of(constants: [], children, []);

    /// <summary>A state with constants, children and tensors.</summary>
    /// <param name="constants">Values computed from the parameters that the steps read; owned by the state from then on.</param>
    /// <param name="children">States inside it; owned by the state from then on.</param>
    /// <param name="tensors">Its own tensors; owned by the state from then on.</param>
    /// <exception cref="ArgumentException">There are neither tensors nor children, their batches differ, or two have the same
    /// name.</exception>
    public static StreamState Of(Tensor[] constants, (string Name, StreamState State)[] children, (string Name, Tensor Value)[] tensors) =>
        Of(null, constants, children, tensors);

    /// <summary>The state of a whole model.</summary>
    /// <param name="architecture">Full name of the model's architecture; a state fits no other.</param>
    /// <param name="children">The states of its modules with their names; owned by the state from then on.</param>
    /// <exception cref="ArgumentException">There are none, their batches differ, or two have the same name.</exception>
    public static StreamState OfModel(string architecture, params (string Name, StreamState State)[] children) =>
        OfModel(architecture, [], children);

    /// <summary>The state of a whole model, with constants of its own.</summary>
    /// <param name="architecture">Full name of the model's architecture; a state fits no other.</param>
    /// <param name="constants">Values computed from the parameters that the steps read; owned by the state from then on.</param>
    /// <param name="children">The states of its modules with their names; owned by the state from then on.</param>
    /// <exception cref="ArgumentException">There are none, their batches differ, or two have the same name.</exception>
    public static StreamState OfModel(string architecture, Tensor[] constants, params (string Name, StreamState State)[] children) =>
        Of(architecture, constants, children, []);

    /// <summary>A child state; owned by this state.</summary>
    /// <param name="index">Index of the child, in the order of construction, from 0.</param>
    public StreamState Child(int index) => _children[index].State;

    /// <summary>Replaces a tensor of this layer; the old one is disposed.</summary>
    /// <param name="index">Index of the tensor, from 0.</param>
    /// <param name="value">Of the same shape, type and device; owned by the state from then on, and detached from its graph unless the
    /// state is for training.</param>
    /// <exception cref="ArgumentException">The shape, type or device is another one.</exception>
    public void Replace(int index, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var old = _tensors[index];
        if (ReferenceEquals(old, value))
        {
            return;
        }

        if (!value.shape.SequenceEqual(old.shape) || value.dtype != old.dtype || value.device.ToString() != old.device.ToString())
        {
            throw new ArgumentException(
                $"State '{_names[index]}' is {old.dtype} {SequenceShape.Text(old)} on {old.device} and cannot become {value.dtype} "
                    + $"{SequenceShape.Text(value)} on {value.device}.",
                nameof(value));
        }

        _tensors[index] = IsForTraining ? value.DetachFromDisposeScope() : Own(value);
        old.Dispose();
    }

    /// <summary>Every tensor with its path, such as <c>blocks.0.branch1_ssm.x</c>; owned by the state.</summary>
    public IEnumerable<(string Path, Tensor Value)> All() =>
        _names.Zip(_tensors)
            .Concat(_children.SelectMany(child => child.State.All().Select(entry => ($"{child.Name}.{entry.Path}", entry.Value))));

    /// <summary>An independent copy, from which a stream continues at the same position.</summary>
    /// <returns>Owned by the caller.</returns>
    public StreamState Copy() => AsThis(new(
        Architecture,
        Batch,
        _names,
        [.. _tensors.Select(tensor => tensor.clone().DetachFromDisposeScope())],
        Shared(),
        [.. _children.Select(child => (child.Name, child.State.Copy()))])
    {
        _carriers = [.. _carriers.Select(carrier => carrier?.clone().DetachFromDisposeScope())],
    });

    /// <summary>Resets some sequences, or all, to the state before their first position.</summary>
    /// <param name="rows">True for the sequences to reset, bool <c>[batch]</c>; null: all.</param>
    /// <exception cref="ArgumentException">The rows are not bool <c>[batch]</c>.</exception>
    public void Reset(Tensor? rows = null)
    {
        CheckRows(rows);
        for (var i = 0; i < _tensors.Length; i++)
        {
            using var selected = rows is null ? null : Broadcast(rows, _tensors[i]);
            Replace(i, selected is null ? zeros_like(_tensors[i]) : _tensors[i].masked_fill(selected, Scalars.Zero));
            if (Carrier(i) is { } carrier)
            {
                Carry(i, selected is null ? zeros_like(carrier) : carrier.masked_fill(selected, Scalars.Zero));
            }
        }

        foreach (var (_, state) in _children)
        {
            state.Reset(rows);
        }
    }

    /// <summary>Returns some sequences to an earlier state, and keeps the others.</summary>
    /// <param name="rows">True for the sequences to keep, bool <c>[batch]</c>; the others are copied from
    /// <paramref name="before"/>.</param>
    /// <param name="before">An earlier copy of this state.</param>
    /// <exception cref="ArgumentException">The rows are not bool <c>[batch]</c>, or the copy is of another state.</exception>
    public void KeepRows(Tensor rows, StreamState before)
    {
        ArgumentNullException.ThrowIfNull(before);
        CheckRows(rows);
        before.CheckLayer("KeepRows", Batch, [.. _names, .. _children.Select(child => child.Name)]);
        for (var i = 0; i < _tensors.Length; i++)
        {
            using var selected = Broadcast(rows, _tensors[i]);
            Replace(i, where(selected, _tensors[i], before._tensors[i]));
            if (Carrier(i) is { } carrier)
            {
                using var earlier = before.Carrier(i)?.alias() ?? zeros_like(carrier);
                Carry(i, where(selected, carrier, earlier));
            }
        }

        for (var i = 0; i < _children.Length; i++)
        {
            Child(i).KeepRows(rows, before.Child(i));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Concat(_constants).Concat(_rooms).Concat(_carriers))
        {
            tensor?.Dispose();
        }

        foreach (var state in _children.Select(child => child.State).Concat(_parts))
        {
            state.Dispose();
        }
    }

    private static StreamState Of(
        string? architecture, Tensor[] constants, (string Name, StreamState State)[] children, (string Name, Tensor Value)[] tensors)
    {
        string[] names = [.. tensors.Select(entry => entry.Name), .. children.Select(entry => entry.Name)];
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two parts of a state have the name '{twice.Key}'; give each its own.");
        }

        long[] batches =
        [
            .. tensors.Select(entry => entry.Value.dim() == 0 ? -1 : entry.Value.shape[0]), .. children.Select(entry => entry.State.Batch)
        ];
        if (batches.Length == 0)
        {
            throw new ArgumentException($"A state of nothing has no batch; use {nameof(Empty)} for a layer that remembers nothing.");
        }

        if (batches.Any(batch => batch < 0 || batch != batches[0]))
        {
            throw new ArgumentException(
                "The parts of a state are all [batch, …], not "
                    + $"{string.Join(", ", names.Zip(batches, (name, batch) => $"'{name}' [{(batch < 0 ? "" : $"{batch}, …")}]"))}.");
        }

        return new StreamState(
            architecture,
            batches[0],
            [.. tensors.Select(entry => entry.Name)],
            [.. tensors.Select(entry => Own(entry.Value))],
            [.. constants.Select(Own)],
            children);
    }

    /// <summary>Makes the state the owner of a tensor: removes it from its dispose scope and from its autograd graph.</summary>
    private static Tensor Own(Tensor value)
    {
        if (!value.requires_grad)
        {
            return value.DetachFromDisposeScope();
        }

        using (value)
        {
            return value.detach().DetachFromDisposeScope();
        }
    }

    private static Tensor Broadcast(Tensor rows, Tensor value)
    {
        var shape = new long[value.dim()];
        Array.Fill(shape, 1);
        shape[0] = value.shape[0];
        return rows.view(shape);
    }
}
