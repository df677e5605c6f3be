using SerpentDsl.Layers;
using SerpentDsl.Native;
using Xunit;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>Compares the three forms of a streaming layer: whole sequence, pieces, steps.</summary>
public static class StreamingForms
{
    /// <summary>
    /// Fails unless <c>forward</c>, <c>Chunk</c> with several splits (also with different lengths per sequence) and <c>Step</c> agree, and
    /// unless a state can be copied, saved, loaded and reset by row.
    /// </summary>
    /// <param name="layer">The layer, in the element type to test.</param>
    /// <param name="features">The layer's width.</param>
    /// <param name="tolerance">Largest error, as <see cref="Tolerance"/> measures it.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="length">Length of the sequences.</param>
    public static void AssertAgree(StreamingLayer layer, long features, double tolerance, long batch = 3, long length = 23)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var u = randn([batch, length, features], layer.parameters().Select(parameter => parameter.dtype).FirstOrDefault(ScalarType.Float32));
        var whole = layer.forward(u, null);

        Tensor[] final = [.. Splits(length).Select(split =>
        {
            using var state = layer.NewState(batch);
            Assert.Equal(batch, state.Batch);
            Assert.All(state.All(), entry => Assert.Equal(0, entry.Value.count_nonzero().item<long>()));
            Tolerance.AssertClose(whole, Pieces(layer, u, split, state), tolerance, $"pieces of {string.Join(", ", split)}");
            return Flat(state);
        })];
        using var stepped = layer.NewState(batch);
        Tolerance.AssertClose(whole, Steps(layer, u, stepped), tolerance, "steps");
        foreach (var state in final)
        {
            Tolerance.AssertClose(Flat(stepped), state, 10 * tolerance, "the state at the end");
        }

        CheckRagged(layer, u, whole, tolerance);
        CheckState(layer, u, whole, tolerance);
    }

    /// <summary>Reads pieces in which each sequence has its own length, from 0 to the whole piece, until all sequences are read.</summary>
    private static void CheckRagged(StreamingLayer layer, Tensor u, Tensor whole, double tolerance)
    {
        var (batch, length, features) = (u.shape[0], u.shape[1], u.shape[2]);
        foreach (var most in new[] { length, Math.Max(1, length / 3) })
        {
            using var state = layer.NewState(batch);
            var read = new long[batch];
            var rows = new List<Tensor>[batch];
            for (var b = 0; b < batch; b++)
            {
                rows[b] = [];
            }

            for (var round = 0; read.Any(count => count < length); round++)
            {
                var piece = full([batch, most, features], Scalars.Of(double.NaN), u.dtype);
                var ends = new long[batch];
                for (var b = 0; b < batch; b++)
                {
                    ends[b] = Math.Min(length - read[b], (round + b) % 3 == 0 ? 0 : (round + b) % 3 == 1 ? most : (most + 1) / 2);
                    piece[b, 0..(int)ends[b]] = u[b].narrow(0, read[b], ends[b]);
                }

                // Padding may have any finite value. NaN is not allowed there by the contract of forward either, so it is not tested.
                var y = layer.Chunk(piece.nan_to_num(7), tensor(ends), state);
                for (var b = 0; b < batch; b++)
                {
                    if (ends[b] > 0)
                    {
                        rows[b].Add(y[b].narrow(0, 0, ends[b]));
                    }

                    read[b] += ends[b];
                }
            }

            Tolerance.AssertClose(whole, stack([.. rows.Select(parts => cat(parts, 0))], 0), tolerance, $"unequal pieces of up to {most}");
        }
    }

    private static void CheckState(StreamingLayer layer, Tensor u, Tensor whole, double tolerance)
    {
        var (batch, length) = (u.shape[0], u.shape[1]);
        var half = length / 2;
        using var state = layer.NewState(batch);
        if (half > 0)
        {
            layer.Chunk(u.narrow(1, 0, half), null, state);
        }

        Tensor rest = u.narrow(1, half, length - half), expected = whole.narrow(1, half, length - half);

        using var copy = state.Copy();
        Tolerance.AssertClose(expected, layer.Chunk(rest, null, copy), tolerance, "from a copy");
        using var folder = new TemporaryFolder();
        state.Save(folder["state"]);
        using var loaded = layer.NewState(batch);
        loaded.Load(folder["state"]);
        Tolerance.AssertClose(expected, layer.Chunk(rest, null, loaded), tolerance, "from a file");

        // Row 0 is reset, and the other rows continue. The copies above have not changed the state.
        state.Reset(TensorRange.Of(batch).eq(Scalars.Zero));
        var mixed = layer.Chunk(rest, null, state);
        Tolerance.AssertClose(layer.forward(rest, null)[0], mixed[0], tolerance, "the row after its reset");
        if (batch > 1)
        {
            Tolerance.AssertClose(expected.narrow(0, 1, batch - 1), mixed.narrow(0, 1, batch - 1), tolerance, "the other rows");
        }

        state.Reset();
        Tolerance.AssertClose(whole, layer.Chunk(u, null, state), tolerance, "after a reset of all rows");
    }

    private static IEnumerable<long[]> Splits(long length)
    {
        yield return [length];
        if (length > 1)
        {
            yield return [1, length - 1];
            yield return [length - 1, 1];
        }

        if (length > 6)
        {
            yield return [length / 2, 3, length - (length / 2) - 3];
        }
    }

    private static Tensor Pieces(StreamingLayer layer, Tensor u, long[] split, StreamState state)
    {
        long from = 0;
        return cat([.. split.Select(count => layer.Chunk(u.narrow(1, (from += count) - count, count), null, state))], 1);
    }

    private static Tensor Steps(StreamingLayer layer, Tensor u, StreamState state) =>
        stack([.. Enumerable.Range(0, (int)u.shape[1]).Select(l => layer.Step(u.select(1, l), state))], 1);

    private static Tensor Flat(StreamState state) =>
        cat([.. state.All().Select(entry => (entry.Value.is_complex() ? view_as_real(entry.Value) : entry.Value).reshape(-1).to(ScalarType.Float64)).Append(zeros(1, ScalarType.Float64))], 0);
}
