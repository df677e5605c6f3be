using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// What a causal layer or model remembers of the sequences it has read so far: named tensors <c>[batch, …]</c>, and the states of the
/// layers inside it. An explicit value that can be copied, saved, loaded, and reset row by row. Owns its tensors.
/// </summary>
public sealed class StreamState : IDisposable
{
    private readonly string[] _names;
    private readonly Tensor[] _tensors;
    private readonly (string Name, StreamState State)[] _children;

    private StreamState(string[] names, Tensor[] tensors, Tensor[] constants, (string Name, StreamState State)[] children)
    {
        _names = names;
        _tensors = tensors;
        _children = children;
        Constants = constants;
    }

    /// <summary>What was derived from the layer's parameters for the steps to come; shared by copies, and neither saved nor reset.</summary>
    public IReadOnlyList<Tensor> Constants { get; }

    /// <summary>Number of sequences.</summary>
    public long Batch => All().First().Value.shape[0];

    /// <summary>Bytes of the state itself, constants not counted.</summary>
    public long Bytes => All().Sum(entry => entry.Value.numel() * entry.Value.element_size());

    /// <summary>The tensors of this layer itself, in the order they were given; borrowed.</summary>
    /// <param name="index">Which.</param>
    public Tensor this[int index] => _tensors[index];

    /// <summary>A layer's state.</summary>
    /// <param name="tensors">Its tensors with their names, all <c>[batch, …]</c>; taken over.</param>
    public static StreamState Of(params (string Name, Tensor Value)[] tensors) => Of(constants: [], children: [], tensors);

    /// <summary>The state of something made of layers.</summary>
    /// <param name="children">The layers' states with the names of their modules; taken over.</param>
    public static StreamState Of(params (string Name, StreamState State)[] children) => Of(constants: [], children, []);

    /// <summary>A state with all there can be.</summary>
    /// <param name="constants">What the steps need of the parameters; taken over.</param>
    /// <param name="children">States inside it; taken over.</param>
    /// <param name="tensors">Its own tensors; taken over.</param>
    public static StreamState Of(Tensor[] constants, (string Name, StreamState State)[] children, (string Name, Tensor Value)[] tensors)
    {
        foreach (var tensor in constants.Concat(tensors.Select(entry => entry.Value)))
        {
            tensor.DetachFromDisposeScope();
        }

        return new StreamState([.. tensors.Select(entry => entry.Name)], [.. tensors.Select(entry => entry.Value)], constants, children);
    }

    /// <summary>The state of a layer inside; borrowed.</summary>
    /// <param name="index">Which, in the order they were given.</param>
    public StreamState Child(int index) => _children[index].State;

    /// <summary>Puts a new tensor in the place of one; the old one is disposed.</summary>
    /// <param name="index">Which.</param>
    /// <param name="value">Of the same shape and type; taken over.</param>
    /// <exception cref="ArgumentException">The shape or type is another one.</exception>
    public void Replace(int index, Tensor value)
    {
        var old = _tensors[index];
        if (!value.shape.SequenceEqual(old.shape) || value.dtype != old.dtype)
        {
            throw new ArgumentException(
                $"State '{_names[index]}' is {old.dtype} {SequenceShape.Text(old)} and cannot become {value.dtype} {SequenceShape.Text(value)}.", nameof(value));
        }

        _tensors[index] = value.DetachFromDisposeScope();
        old.Dispose();
    }

    /// <summary>Every tensor with its path, such as <c>blocks.0.branch1_ssm.x</c>; borrowed.</summary>
    public IEnumerable<(string Path, Tensor Value)> All() =>
        _names.Zip(_tensors)
            .Concat(_children.SelectMany(child => child.State.All().Select(entry => ($"{child.Name}.{entry.Path}", entry.Value))));

    /// <summary>A state of its own that goes on from the same point.</summary>
    /// <returns>Owned by the caller.</returns>
    public StreamState Copy() => new(
        _names,
        [.. _tensors.Select(tensor => tensor.clone().DetachFromDisposeScope())],
        [.. Constants.Select(tensor => tensor.alias().DetachFromDisposeScope())],
        [.. _children.Select(child => (child.Name, child.State.Copy()))]);

    /// <summary>Starts some sequences, or all, anew.</summary>
    /// <param name="rows">Which, bool <c>[batch]</c>; null: all.</param>
    public void Reset(Tensor? rows = null)
    {
        foreach (var (_, value) in All())
        {
            if (rows is null)
            {
                value.zero_();
            }
            else
            {
                using var selected = Broadcast(rows, value);
                value.masked_fill_(selected, 0);
            }
        }
    }

    /// <summary>Takes back what happened to some sequences since a copy was made.</summary>
    /// <param name="rows">The sequences that keep what they have, bool <c>[batch]</c>; the others become those of <paramref name="before"/>.</param>
    /// <param name="before">An earlier copy of this state.</param>
    public void KeepRows(Tensor rows, StreamState before)
    {
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
        foreach (var tensor in _tensors.Concat(Constants))
        {
            tensor.Dispose();
        }

        foreach (var (_, state) in _children)
        {
            state.Dispose();
        }
    }

    private static Tensor Broadcast(Tensor rows, Tensor value)
    {
        if (rows.dtype != ScalarType.Bool || rows.dim() != 1 || rows.shape[0] != value.shape[0])
        {
            throw new ArgumentException($"Rows are Bool [{value.shape[0]}], not {rows.dtype} {SequenceShape.Text(rows)}.", nameof(rows));
        }

        return rows.view([.. Enumerable.Repeat(1L, (int)value.dim()).Select((one, axis) => axis == 0 ? value.shape[0] : one)]);
    }
}
