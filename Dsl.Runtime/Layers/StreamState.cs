using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// What a causal layer or model remembers of the sequences it has read so far: named tensors <c>[batch, …]</c>, and the states of the
/// layers inside it. An explicit value that can be copied, saved, loaded, and reset row by row. Owns its tensors.
/// </summary>
/// <remarks>
/// Plain operators replace its tensors, so that an output may share the memory of the state that it came from; fused steps write into them,
/// and their outputs share nothing. Whoever keeps a tensor of a state beyond a step takes a copy.
/// </remarks>
public sealed partial class StreamState : IDisposable
{
    private readonly string[] _names;
    private readonly Tensor[] _tensors;
    private readonly (string Name, StreamState State)[] _children;

    private StreamState(
        string? architecture, long batch, string[] names, Tensor[] tensors, Tensor[] constants, (string Name, StreamState State)[] children)
    {
        Architecture = architecture;
        Batch = batch;
        _names = names;
        _tensors = tensors;
        _children = children;
        Constants = constants;
    }

    /// <summary>Full name of the architecture that the state belongs to; null for the state of a layer.</summary>
    public string? Architecture { get; }

    /// <summary>
    /// What was derived from the layer's parameters for the steps to come; shared by copies, and neither saved nor reset.
    /// </summary>
    public IReadOnlyList<Tensor> Constants { get; }

    /// <summary>Number of sequences.</summary>
    public long Batch { get; }

    /// <summary>Bytes of the state itself, constants not counted.</summary>
    public long Bytes => All().Sum(entry => entry.Value.numel() * entry.Value.element_size());

    /// <summary>The tensors of this layer itself, in the order they were given; borrowed.</summary>
    /// <param name="index">Which.</param>
    public Tensor this[int index] => _tensors[index];

    /// <summary>A tensor of this layer itself for a kernel that writes into it: with its elements one behind the other; borrowed.</summary>
    /// <param name="index">Which.</param>
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
    /// <param name="tensors">Its tensors with their names, all <c>[batch, …]</c>; taken over.</param>
    /// <exception cref="ArgumentException">There are none, they differ in their batch, or two have one name.</exception>
    public static StreamState Of(params (string Name, Tensor Value)[] tensors) => Of(constants: [], children: [], tensors);

    /// <summary>The state of something made of layers.</summary>
    /// <param name="children">The layers' states with the names of their modules; taken over.</param>
    /// <exception cref="ArgumentException">There are none, they differ in their batch, or two have one name.</exception>
    public static StreamState Of(params (string Name, StreamState State)[] children) => Of(constants: [], children, []);

    /// <summary>A state with all there can be.</summary>
    /// <param name="constants">What the steps need of the parameters; taken over.</param>
    /// <param name="children">States inside it; taken over.</param>
    /// <param name="tensors">Its own tensors; taken over.</param>
    /// <exception cref="ArgumentException">There are neither tensors nor children, they differ in their batch, or two have one
    /// name.</exception>
    public static StreamState Of(Tensor[] constants, (string Name, StreamState State)[] children, (string Name, Tensor Value)[] tensors) =>
        Of(null, constants, children, tensors);

    /// <summary>The state of a whole model.</summary>
    /// <param name="architecture">Full name of the model's architecture; a state fits no other.</param>
    /// <param name="children">The states of its modules with their names; taken over.</param>
    /// <exception cref="ArgumentException">There are none, they differ in their batch, or two have one name.</exception>
    public static StreamState OfModel(string architecture, params (string Name, StreamState State)[] children) => OfModel(architecture, [], children);

    /// <summary>The state of a whole model, with what its own steps need of the parameters.</summary>
    /// <param name="architecture">Full name of the model's architecture; a state fits no other.</param>
    /// <param name="constants">What the steps need of the parameters; taken over.</param>
    /// <param name="children">The states of its modules with their names; taken over.</param>
    /// <exception cref="ArgumentException">There are none, they differ in their batch, or two have one name.</exception>
    public static StreamState OfModel(string architecture, Tensor[] constants, params (string Name, StreamState State)[] children) =>
        Of(architecture, constants, children, []);

    /// <summary>The state of a layer inside; borrowed.</summary>
    /// <param name="index">Which, in the order they were given.</param>
    public StreamState Child(int index) => _children[index].State;

    /// <summary>Puts a new tensor in the place of one; the old one is disposed.</summary>
    /// <param name="index">Which.</param>
    /// <param name="value">Of the same shape, type and device; taken over. A gradient is left behind.</param>
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
                $"State '{_names[index]}' is {old.dtype} {SequenceShape.Text(old)} on {old.device} and cannot become {value.dtype} {SequenceShape.Text(value)} on {value.device}.",
                nameof(value));
        }

        _tensors[index] = Own(value);
        old.Dispose();
    }

    /// <summary>Every tensor with its path, such as <c>blocks.0.branch1_ssm.x</c>; borrowed.</summary>
    public IEnumerable<(string Path, Tensor Value)> All() =>
        _names.Zip(_tensors)
            .Concat(_children.SelectMany(child => child.State.All().Select(entry => ($"{child.Name}.{entry.Path}", entry.Value))));

    /// <summary>A state of its own that goes on from the same point.</summary>
    /// <returns>Owned by the caller.</returns>
    public StreamState Copy() => new(
        Architecture,
        Batch,
        _names,
        [.. _tensors.Select(tensor => tensor.clone().DetachFromDisposeScope())],
        Shared(),
        [.. _children.Select(child => (child.Name, child.State.Copy()))]);

    /// <summary>Resets some sequences, or all, to the state before their first position.</summary>
    /// <param name="rows">Which, bool <c>[batch]</c>; null: all.</param>
    /// <exception cref="ArgumentException">The rows are not bool <c>[batch]</c>.</exception>
    public void Reset(Tensor? rows = null)
    {
        CheckRows(rows);
        for (var i = 0; i < _tensors.Length; i++)
        {
            using var selected = rows is null ? null : Broadcast(rows, _tensors[i]);
            Replace(i, selected is null ? zeros_like(_tensors[i]) : _tensors[i].masked_fill(selected, Scalars.Zero));
        }

        foreach (var (_, state) in _children)
        {
            state.Reset(rows);
        }
    }

    /// <summary>Takes back what happened to some sequences since a copy was made.</summary>
    /// <param name="rows">The sequences that keep what they have, bool <c>[batch]</c>; the others become those of
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
        }

        for (var i = 0; i < _children.Length; i++)
        {
            Child(i).KeepRows(rows, before.Child(i));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Concat(Constants).Concat(_rooms))
        {
            tensor?.Dispose();
        }

        foreach (var state in _children.Select(child => child.State).Concat(_parts))
        {
            state.Dispose();
        }
    }

    private static StreamState Of(string? architecture, Tensor[] constants, (string Name, StreamState State)[] children, (string Name, Tensor Value)[] tensors)
    {
        string[] names = [.. tensors.Select(entry => entry.Name), .. children.Select(entry => entry.Name)];
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two parts of a state have the name '{twice.Key}'; give each its own.");
        }

        long[] batches = [.. tensors.Select(entry => entry.Value.dim() == 0 ? -1 : entry.Value.shape[0]), .. children.Select(entry => entry.State.Batch)];
        if (batches.Length == 0)
        {
            throw new ArgumentException($"A state of nothing has no batch; use {nameof(Empty)} for a layer that remembers nothing.");
        }

        if (batches.Any(batch => batch < 0 || batch != batches[0]))
        {
            throw new ArgumentException($"The parts of a state are all [batch, …], not {string.Join(", ", names.Zip(batches, (name, batch) => $"'{name}' [{(batch < 0 ? "" : $"{batch}, …")}]"))}.");
        }

        return new StreamState(
            architecture, batches[0], [.. tensors.Select(entry => entry.Name)], [.. tensors.Select(entry => Own(entry.Value))], [.. constants.Select(Own)], children);
    }

    /// <summary>Takes a tensor over: out of its dispose scope, and off whatever graph it is part of.</summary>
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
