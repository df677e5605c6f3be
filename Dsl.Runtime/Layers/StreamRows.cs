using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Reads, for every sequence of a piece with different lengths, the value at the sequence's end.</summary>
internal static class StreamRows
{
    /// <summary>One position of every sequence.</summary>
    /// <param name="values"><c>[batch, length + 1, …]</c>: position l holds the value after l steps.</param>
    /// <param name="lengths">How far each sequence advanced, int64 <c>[batch]</c>; null: all of it.</param>
    /// <returns><c>[batch, …]</c>, owned by the caller.</returns>
    public static Tensor Ends(Tensor values, Tensor? lengths)
    {
        if (lengths is null)
        {
            return values.select(1, values.shape[1] - 1);
        }

        using var scope = NewDisposeScope();
        long[] one = [.. values.shape.Select((size, axis) => axis == 1 ? 1 : size)];
        var index = lengths.reshape([.. one.Select((_, axis) => axis == 0 ? values.shape[0] : 1)]).expand(one);
        return values.gather(1, index).squeeze(1).MoveToOuterDisposeScope();
    }
}
