using static TorchSharp.torch;

namespace SerpentDsl.Layers;

// Whether a state fits a layer, a model or a batch.
public sealed partial class StreamState
{
    /// <summary>Refuses a state of another kind of layer, or of another batch.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="batch">Number of sequences that the state must have.</param>
    /// <param name="names">The names that the layer's own state has: its tensors', then its children's.</param>
    /// <exception cref="ArgumentException">The state does not fit.</exception>
    public void CheckLayer(string layer, long batch, params ReadOnlySpan<string> names)
    {
        var fits = names.Length == _names.Length + _children.Length;
        for (var i = 0; fits && i < names.Length; i++)
        {
            fits = names[i] == (i < _names.Length ? _names[i] : _children[i - _names.Length].Name);
        }

        if (!fits)
        {
            var own = string.Join(", ", _names.Concat(_children.Select(child => child.Name)));
            throw new ArgumentException(
                $"{layer} keeps a state of ({string.Join(", ", names.ToArray())}), not of ({own}); make one with its NewState.", "state");
        }

        CheckBatch(layer, batch);
    }

    /// <summary>Refuses a state whose tensor has other sizes than the layer's: a kernel would read outside of its memory.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="index">Index of the tensor, from 0.</param>
    /// <param name="sizes">Its sizes after the batch dimension.</param>
    /// <exception cref="ArgumentException">The tensor has other sizes.</exception>
    internal void CheckTensor(string layer, int index, params ReadOnlySpan<long> sizes)
    {
        var tensor = _tensors[index];
        var fits = tensor.dim() == sizes.Length + 1;
        for (var i = 0; fits && i < sizes.Length; i++)
        {
            fits = tensor.size(i + 1) == sizes[i];
        }

        if (!fits)
        {
            throw new ArgumentException(
                $"{layer} keeps '{_names[index]}' as [{string.Join(", ", ["batch", .. sizes.ToArray()])}], not "
                    + $"{SequenceShape.Text(tensor)}; make a state with its NewState.",
                "state");
        }
    }

    /// <summary>Refuses a state without what the layer derives from its parameters.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="count">Number of constants that the layer needs.</param>
    /// <exception cref="ArgumentException">The state has another number of constants.</exception>
    internal void CheckConstants(string layer, int count)
    {
        if (Constants.Count != count)
        {
            throw new ArgumentException(
                $"{layer} needs a state with {count} constants, not {Constants.Count}; make one with its NewState.", "state");
        }
    }

    /// <summary>Refuses a state of another architecture, or of another batch.</summary>
    /// <param name="architecture">Full name of the architecture that asks.</param>
    /// <param name="batch">Number of sequences that the state must have.</param>
    /// <exception cref="ArgumentException">The state does not fit.</exception>
    public void CheckModel(string architecture, long batch)
    {
        if (Architecture != architecture)
        {
            throw new ArgumentException(
                $"The state is of {Architecture ?? "a layer"}, not of {architecture}; make one with its NewState.", "state");
        }

        CheckBatch(architecture, batch);
    }

    private void CheckBatch(string user, long batch)
    {
        if (Batch != batch)
        {
            throw new ArgumentException($"{user}: the state is of {Batch} sequences, the input of {batch}.", "state");
        }
    }

    private void CheckRows(Tensor? rows)
    {
        if (rows is not null && (rows.dtype != ScalarType.Bool || rows.dim() != 1 || rows.shape[0] != Batch))
        {
            throw new ArgumentException($"Rows are Bool [{Batch}], not {rows.dtype} {SequenceShape.Text(rows)}.", nameof(rows));
        }
    }
}
