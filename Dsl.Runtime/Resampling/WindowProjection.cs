using SerpentDsl.Autograd;
using SerpentDsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// The feature part of equation (12): y_k = A · concat_w u_(s_k + w), one linear map over the W inputs of each point's window.
/// </summary>
/// <remarks>
/// Windows overlap: kept for the backward pass, the windows of a batch would have about W·ρ times the size of the input. So they are
/// gathered for a few sequences at a time, in a buffer that fits the cache, and again in the backward pass. On a GPU the order of the
/// additions to the input's gradient is not fixed.
/// </remarks>
internal sealed class WindowProjection : SingleResultFunction<WindowProjection>
{
    private const long CpuBufferBytes = 8L << 20;
    private const long GpuBufferBytes = 512L << 20;

    /// <summary>Applies the projection.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>, contiguous.</param>
    /// <param name="rows">Input index of each window position, int64 <c>[batch, points, window]</c>, in 0 … length − 1.</param>
    /// <param name="masked">Window positions that contribute nothing, bool <c>[batch, points, window]</c>; null when there are
    /// none.</param>
    /// <param name="weight">A, <c>[outputs, window · features]</c>.</param>
    /// <returns><c>[batch · points, outputs]</c>, owned by the caller.</returns>
    public static Tensor Apply(Tensor u, Tensor rows, Tensor? masked, Tensor weight) => apply(u, rows, masked!, weight);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (u, rows, masked, weight) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor?)arguments[2], (Tensor)arguments[3]);
        context.Save(u, rows, masked!, weight);
        var transposed = weight.t();
        var parts = new List<Tensor>();
        foreach (var (first, count) in Chunks(u, rows))
        {
            using var chunk = NewDisposeScope();
            var windows = Gather(u, rows, masked, first, count, out _);
            parts.Add(windows.mm(transposed).MoveToOuterDisposeScope());
        }

        return parts.Count == 1 ? parts[0] : cat(parts);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (u, rows, masked, weight) = (saved[0], saved[1], (Tensor?)saved[2], saved[3]);
        var points = rows.shape[1];
        var inputGradient = zeros_like(u);
        var inputRows = inputGradient.view(-1, u.shape[2]);
        var weightGradient = zeros_like(weight);
        foreach (var (first, count) in Chunks(u, rows))
        {
            using var chunk = NewDisposeScope();
            var incoming = gradient.narrow(0, first * points, count * points);
            var windows = Gather(u, rows, masked, first, count, out var flat);
            weightGradient.addmm_(incoming.t(), windows);
            var spread = incoming.mm(weight).view(-1, u.shape[2]);
            if (masked is not null)
            {
                spread.masked_fill_(masked.narrow(0, first, count).reshape(-1, 1), Scalars.Zero);
            }

            inputRows.index_add_(0, flat, spread, Scalars.One);
        }

        return [inputGradient, null!, null!, weightGradient];
    }

    private static Tensor Gather(Tensor u, Tensor rows, Tensor? masked, long first, long count, out Tensor flat)
    {
        var (length, features) = (u.shape[1], u.shape[2]);
        Scalar start = Scalars.Of(first * length), stop = Scalars.Of((first + count) * length);
        using var bases = arange(start, stop, Scalars.Of(length), ScalarType.Int64, u.device).view(-1, 1, 1);
        flat = rows.narrow(0, first, count).Plus(bases).view(-1);
        var windows = u.view(-1, features).index_select(0, flat);
        if (masked is not null)
        {
            windows.masked_fill_(masked.narrow(0, first, count).reshape(-1, 1), Scalars.Zero);
        }

        return windows.view(-1, rows.shape[2] * features);
    }

    private static IEnumerable<(long First, long Count)> Chunks(Tensor u, Tensor rows)
    {
        var batch = u.shape[0];
        var bytesPerSequence = rows.shape[1] * rows.shape[2] * u.shape[2] * u.element_size();
        var budget = u.device_type == DeviceType.CPU ? CpuBufferBytes : GpuBufferBytes;
        var size = long.Clamp(budget / bytesPerSequence, 1, batch);
        for (var first = 0L; first < batch; first += size)
        {
            yield return (first, long.Min(size, batch - first));
        }
    }
}
