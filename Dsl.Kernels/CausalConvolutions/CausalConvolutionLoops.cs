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
    /// <returns>The first channel that is left: there are fewer than fit into <typeparamref name="TLanes"/>.</returns>
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

    /// <summary>The gradient by the sums of which SiLU is taken, from that by the outputs: SiLU'(x) = σ(x) (1 + x (1 − σ(x))).</summary>
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

    /// <summary>The gradient by an input: Σ_w taps_w · the gradient by the sum that saw it through tap w.</summary>
    /// <param name="first">First channel.</param>
    /// <param name="operands">Taps and sizes.</param>
    /// <param name="taps">How many taps saw it, the oldest first.</param>
    /// <param name="forSums">The gradient by the sum that saw it through the oldest tap; others lie before it.</param>
    /// <param name="forInput">Written.</param>
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

    /// <summary>The gradient by a tap: Σ over the positions of the gradient by the sum times the input.</summary>
    /// <param name="first">First channel.</param>
    /// <param name="operands">Sizes.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="rows">The inputs that the tap saw; null: ones, for the bias.</param>
    /// <param name="forSums">Gradients by the sums, a row for each position.</param>
    /// <param name="forTap">Written.</param>
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
