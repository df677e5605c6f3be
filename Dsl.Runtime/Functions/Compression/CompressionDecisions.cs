using SerpentDsl.Kernels.Compression;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The times of a batch's inputs and the decisions that follow from the times, without gradient.</summary>
/// <param name="Slopes">Derivatives of the unrounded intervals with respect to w_delta·u + b, zero at padding, float32
/// <c>[batch, length]</c>.</param>
/// <param name="Intervals">Intervals Δ, rounded where time is counted in ticks, float32 <c>[batch, length]</c>.</param>
/// <param name="Times">Times t, float64 <c>[batch, length]</c>.</param>
/// <param name="Counts">Points of each sequence, K, int64 <c>[batch]</c>.</param>
/// <param name="Starts">The first input of each point's window, int64 <c>[batch, points]</c>.</param>
/// <param name="ReadBack">The point that each input reads back, int64 <c>[batch, length]</c>; −1: none yet.</param>
internal sealed unsafe record CompressionDecisions(
    Tensor Slopes, Tensor Intervals, Tensor Times, Tensor Counts, Tensor Starts, Tensor ReadBack)
{
    /// <summary>Computes times and decisions.</summary>
    /// <param name="u">Inputs, contiguous <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths; null: all inputs are valid.</param>
    /// <param name="weight">Weights w_delta of the intervals, <c>[features]</c>.</param>
    /// <param name="bias">Bias b of the intervals.</param>
    /// <param name="form">How decisions are taken.</param>
    /// <returns>Tensors in the present dispose scope.</returns>
    public static CompressionDecisions Of(Tensor u, Tensor? lengths, Tensor weight, Tensor bias, CompressionForm form)
    {
        var (batch, length) = (u.shape[0], u.shape[1]);
        using var unrounded = Unrounded(u, weight, bias, form);
        var (slopes, rounded, times) = (
            empty([batch, length], ScalarType.Float32),
            empty([batch, length], ScalarType.Float32),
            empty([batch, length], ScalarType.Float64));
        var counts = empty([batch], ScalarType.Int64);
        var ends = lengths is null ? null : TensorMemory.Longs(lengths);
        CpuWorkers.Run((int)batch, new TimeTiles
        {
            Form = form,
            Length = (int)length,
            Lengths = ends,
            Unrounded = TensorMemory.Doubles(unrounded),
            Slopes = TensorMemory.Floats(slopes),
            Intervals = TensorMemory.Floats(rounded),
            Times = TensorMemory.Doubles(times),
            Counts = TensorMemory.Longs(counts),
        });

        var points = 1L;
        foreach (var count in new ReadOnlySpan<long>(TensorMemory.Longs(counts), (int)batch))
        {
            points = Math.Max(points, count);
        }

        var (starts, readBack) = (empty([batch, points], ScalarType.Int64), empty([batch, length], ScalarType.Int64));
        CpuWorkers.Run((int)batch, new WindowSearchTiles
        {
            Form = form,
            Length = (int)length,
            Points = (int)points,
            Lengths = ends,
            Times = TensorMemory.Doubles(times),
            Counts = TensorMemory.Longs(counts),
            Starts = TensorMemory.Longs(starts),
            ReadBack = TensorMemory.Longs(readBack),
        });
        return new(slopes, rounded, times, counts, starts, readBack);
    }

    private static Tensor Unrounded(Tensor u, Tensor weight, Tensor bias, CompressionForm form)
    {
        var (batch, length) = (u.shape[0], u.shape[1]);
        var unrounded = empty([batch, length], ScalarType.Float64);
        var intervals = TensorMemory.Doubles(unrounded);
        if (form.Fixed is not { } given)
        {
            LaneWidth.Run(new IntervalTiles
            {
                Inputs = TensorMemory.Floats(u),
                Weight = TensorMemory.Floats(weight),
                Bias = *TensorMemory.Floats(bias),
                Rate = form.Rate.Value,
                Features = (int)u.shape[2],
                Positions = batch * length,
                Intervals = intervals,
            });
            return unrounded;
        }

        // The same in every sequence.
        for (var position = 0L; position < batch * length; position++)
        {
            intervals[position] = position < length ? given.At(position) : intervals[position - length];
        }

        return unrounded;
    }
}
