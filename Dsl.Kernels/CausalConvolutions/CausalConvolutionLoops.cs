using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>Loops over the channels of a position, and over the positions of a channel.</summary>
/// <typeparam name="TLanes">As many channels as are worked on at once.</typeparam>
internal static unsafe class CausalConvolutionLoops<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private static TLanes One => TLanes.Broadcast(1);

    /// <summary>y = SiLU(bias + Σ taps · inputs).</summary>
    /// <param name="first">First channel.</param>
    /// <param name="operands">Taps and sizes.</param>
    /// <param name="rows">Inputs of the positions that the taps see.</param>
    /// <param name="y">Outputs of the position.</param>
    /// <returns>The first channel that is left over: fewer channels remain than fit into <typeparamref name="TLanes"/>.</returns>
    [MethodImpl(HotLoop.Options)]
    public static int Activate(int first, in CausalConvolutionOperands operands, nint* rows, float* y)
    {
        var (taps, channels, c) = (operands.Taps, operands.Channels, first);
        float* weights = operands.Weights, bias = operands.Bias;
        for (; c + TLanes.Count <= channels; c += TLanes.Count)
        {
            var sum = Sum(TLanes.Load(bias + c), weights + c, rows, c, taps, channels);
            TLanes.Store(sum * LaneMath<TLanes>.Sigmoid(sum), y + c);
        }

        return c;
    }

    /// <summary>
    /// The gradient with respect to the sums before SiLU, from the gradient with respect to the outputs: SiLU'(x) = σ(x) (1 + x (1 −
    /// σ(x))).
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    public static int ActivateBackwards(int first, in CausalConvolutionOperands operands, nint* rows, float* forOutput, float* forSum)
    {
        var (taps, channels, c) = (operands.Taps, operands.Channels, first);
        float* weights = operands.Weights, bias = operands.Bias;
        for (; c + TLanes.Count <= channels; c += TLanes.Count)
        {
            var sum = Sum(TLanes.Load(bias + c), weights + c, rows, c, taps, channels);
            var sigmoid = LaneMath<TLanes>.Sigmoid(sum);
            TLanes.Store(TLanes.Load(forOutput + c) * sigmoid * TLanes.MultiplyAdd(sum, One - sigmoid, One), forSum + c);
        }

        return c;
    }

    /// <summary>
    /// The gradient with respect to the input at position t: Σ_w taps_w · the gradient with respect to the sum at position t + W − 1 − w,
    /// where w = 0 is the oldest tap.
    /// </summary>
    /// <param name="first">First channel.</param>
    /// <param name="operands">Taps and sizes.</param>
    /// <param name="taps">Number of valid taps, from the oldest on; fewer than W for inputs before the sequence.</param>
    /// <param name="forSums">The gradient with respect to the sum at t + W − 1, which read the input through the oldest tap; the gradients
    /// for later taps precede it in memory.</param>
    /// <param name="forInput">Written, a number per channel.</param>
    /// <returns>As <see cref="Activate"/>.</returns>
    [MethodImpl(HotLoop.Options)]
    public static int Collect(int first, in CausalConvolutionOperands operands, int taps, float* forSums, float* forInput)
    {
        var (channels, c) = (operands.Channels, first);
        var weights = operands.Weights;
        for (; c + TLanes.Count <= channels; c += TLanes.Count)
        {
            var sum = TLanes.Zero;
            for (nint tap = 0; tap < taps; tap++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(weights + (tap * channels) + c), TLanes.Load(forSums + c - (tap * channels)), sum);
            }

            TLanes.Store(sum, forInput + c);
        }

        return c;
    }

    /// <summary>The gradient with respect to a tap: Σ over the positions of the gradient with respect to the sum times the input.</summary>
    /// <param name="first">First channel.</param>
    /// <param name="operands">Sizes.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="rows">The inputs that the tap saw; null for the bias, whose factor is 1.</param>
    /// <param name="forSums">Gradients with respect to the sums, a row for each position.</param>
    /// <param name="forTap">Written, a number per channel.</param>
    /// <returns>As <see cref="Activate"/>.</returns>
    [MethodImpl(HotLoop.Options)]
    public static int Correlate(int first, in CausalConvolutionOperands operands, int count, nint* rows, float* forSums, float* forTap)
    {
        var (channels, c) = (operands.Channels, first);
        for (; c + TLanes.Count <= channels; c += TLanes.Count)
        {
            var sum = TLanes.Zero;
            for (nint l = 0; l < count; l++)
            {
                var gradient = TLanes.Load(forSums + (l * channels) + c);
                sum = rows is null ? sum + gradient : TLanes.MultiplyAdd(gradient, TLanes.Load((float*)rows[l] + c), sum);
            }

            TLanes.Store(sum, forTap + c);
        }

        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum(TLanes sum, float* weights, nint* rows, nint channel, int taps, nint channels)
    {
        for (nint tap = 0; tap < taps; tap++)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(weights + (tap * channels)), TLanes.Load((float*)rows[tap] + channel), sum);
        }

        return sum;
    }
}
