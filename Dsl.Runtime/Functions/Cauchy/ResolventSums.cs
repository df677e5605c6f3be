using SerpentDsl.Autograd;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Sums over a system's modes of numerators times the paired resolvent, by matrix products: any device and type. Features go in blocks, and
/// the backward pass makes each block's resolvent again, so that no more than a block's table of modes × nodes exists at a time.
/// </summary>
/// <remarks>
/// R_n = 2/((2is − cw)(2is − cw̄)) with c = cos(θ/2), s = sin(θ/2), so that x/(2is − cw) + x̄/(2is − cw̄) = (2is Re x − c Re(x w̄)) R_n. R
/// is computed in float64: near a resonance float32 loses the digits that the damping is compared with.
/// </remarks>
internal sealed class ResolventSums : SingleResultFunction<ResolventSums>
{
    /// <summary>A block's resolvent has at most so many elements, unless one feature alone has more.</summary>
    private const long BlockElements = 1 << 21;

    /// <summary>Adds up.</summary>
    /// <param name="numerators"><c>[modes, numerators, features]</c>.</param>
    /// <param name="magnitude">|w|, float64 <c>[modes, features]</c>.</param>
    /// <param name="damping">−Re w, float64 <c>[modes, features]</c>.</param>
    /// <param name="cosine">c, float64 <c>[bins]</c>.</param>
    /// <param name="sine">s, float64 <c>[bins]</c>.</param>
    /// <returns>Real parts, then imaginary parts, of the numerators' type: <c>[features, numerators, 2 · bins]</c>.</returns>
    public static Tensor Apply(Tensor numerators, Tensor magnitude, Tensor damping, Tensor cosine, Tensor sine) =>
        apply(numerators, magnitude, damping, cosine, sine);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (numerators, magnitude, damping, cosine, sine) = (
            (Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2], (Tensor)arguments[3], (Tensor)arguments[4]);
        context.Save(numerators, magnitude, damping, cosine, sine);
        List<Tensor> blocks = [];
        foreach (var (first, count) in Blocks(magnitude, cosine))
        {
            using var block = NewDisposeScope();
            var resolvent = Resolvent(Part(magnitude, first, count), Part(damping, first, count), cosine, sine).to(numerators.dtype);
            blocks.Add(Part(numerators, first, count).bmm(resolvent).MoveToOuterDisposeScope());
        }

        return blocks.Count == 1 ? blocks[0] : cat(blocks, 0);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (numerators, magnitude, damping, cosine, sine) = (saved[0], saved[1], saved[2], saved[3], saved[4]);
        var bins = cosine.shape[0];
        Tensor forMagnitude = cosine.Squared(), forDamping = Scalars.Two * sine * cosine;
        List<Tensor> numeratorBlocks = [], magnitudeBlocks = [], dampingBlocks = [];
        foreach (var (first, count) in Blocks(magnitude, cosine))
        {
            using var block = NewDisposeScope();
            Tensor size = Part(magnitude, first, count), incoming = gradient.narrow(0, first, count);
            var resolvent = Resolvent(size, Part(damping, first, count), cosine, sine);
            var forNumerators = incoming.bmm(resolvent.to(numerators.dtype).transpose(1, 2));
            var forResolvent = Part(numerators, first, count).transpose(1, 2).bmm(incoming).to(ScalarType.Float64);
            // −conj(R²) times R's gradient is the gradient of 1/R, whose parts are (c²|w|² − 4s²)/2 and −2sc Re w.
            Tensor re = resolvent.narrow(2, 0, bins), im = resolvent.narrow(2, bins, bins);
            Tensor twice = Scalars.Two * re * im, square = re.Squared() - im.Squared();
            Tensor forRe = forResolvent.narrow(2, 0, bins), forIm = forResolvent.narrow(2, bins, bins);
            var real = (square * forRe).Plus(twice * forIm).matmul(forMagnitude);
            var imaginary = ((square * forIm) - (twice * forRe)).matmul(forDamping);
            numeratorBlocks.Add(forNumerators.MoveToOuterDisposeScope());
            magnitudeBlocks.Add((real * size).neg().MoveToOuterDisposeScope());
            dampingBlocks.Add(imaginary.neg().MoveToOuterDisposeScope());
        }

        return
        [
            cat(numeratorBlocks, 0).permute(2, 1, 0).contiguous(),
            cat(magnitudeBlocks, 0).transpose(0, 1).contiguous(),
            cat(dampingBlocks, 0).transpose(0, 1).contiguous(),
            null!,
            null!,
        ];
    }

    /// <summary>R, <c>[features, modes, 2 · bins]</c>: real parts first.</summary>
    private static Tensor Resolvent(Tensor magnitude, Tensor damping, Tensor cosine, Tensor sine)
    {
        // c²|w|²/2 − 2s², factored: near a resonance the difference must keep the digits that the damping is compared with.
        Tensor scaled = magnitude.unsqueeze(2) * cosine, twice = Scalars.Two * sine;
        var real = (scaled - twice) * scaled.Plus(twice) * Scalars.Of(0.5);
        var imaginary = damping.unsqueeze(2) * (twice * cosine);
        var inverse = Scalars.One / real.Squared().Plus(imaginary.Squared());
        return cat([real * inverse, -(imaginary * inverse)], 2);
    }

    /// <summary>A block's features first, <c>[features, …, modes]</c>.</summary>
    private static Tensor Part(Tensor x, long first, long count) => x.narrow(-1, first, count).transpose(0, -1);

    private static IEnumerable<(long First, long Count)> Blocks(Tensor magnitude, Tensor cosine)
    {
        long features = magnitude.shape[1], step = Math.Clamp(BlockElements / (magnitude.shape[0] * cosine.shape[0]), 1, features);
        for (long first = 0; first < features; first += step)
        {
            yield return (first, Math.Min(step, features - first));
        }
    }
}
