using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>Runs a layer over pieces of a sequence.</summary>
internal static class Pieces
{
    /// <summary>Cuts a batch into pieces of one length and continues each sequence until its end.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="u">Inputs.</param>
    /// <param name="lengths">True lengths.</param>
    /// <param name="piece">Positions in a piece; the last may have fewer.</param>
    public static Tensor Run(StreamingLayer layer, Tensor u, Tensor lengths, long piece)
    {
        using var scope = NewDisposeScope();
        using var state = layer.NewState(u.shape[0]);
        var outputs = new List<Tensor>();
        for (var begin = 0L; begin < u.shape[1]; begin += piece)
        {
            var size = long.Min(piece, u.shape[1] - begin);
            outputs.Add(layer.Chunk(u.narrow(1, begin, size), lengths.sub(Scalars.Of(begin)).clamp(Scalars.Zero, Scalars.Of(size)), state));
        }

        return cat(outputs, 1).MoveToOuterDisposeScope();
    }

    /// <summary>One step after the other, all sequences to the padded end.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="u">Inputs.</param>
    public static Tensor Step(StreamingLayer layer, Tensor u)
    {
        using var scope = NewDisposeScope();
        using var state = layer.NewState(u.shape[0]);
        var outputs = new List<Tensor>();
        for (var position = 0L; position < u.shape[1]; position++)
        {
            outputs.Add(layer.Step(u.select(1, position), state));
        }

        return stack(outputs, 1).MoveToOuterDisposeScope();
    }
}
