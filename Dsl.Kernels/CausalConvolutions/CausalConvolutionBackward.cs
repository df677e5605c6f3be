using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>
/// The gradients of a short convolution and its activation. A tile recomputes the sums of the positions after its end that it needs, so
/// that tiles share nothing.
/// </summary>
/// <param name="operands">Operands that were read.</param>
/// <param name="gradients">Gradients that are read and written.</param>
internal readonly unsafe struct CausalConvolutionBackward(
    CausalConvolutionOperands operands, CausalConvolutionGradients gradients) : ILaneTiles
{
    /// <inheritdoc/>
    public int Count(int lanes) => operands.Tiles;

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var (sequence, segment) = int.DivRem(tile, operands.Segments);
        var (from, taps, channels) = (segment * CausalConvolutionOperands.Segment, operands.Taps, operands.Channels);
        var count = int.Min(CausalConvolutionOperands.Segment, operands.Length - from);
        var seen = count + taps - 1;
        var forSums = Scratch.Floats((nint)seen * channels);
        Span<nint> inputs = stackalloc nint[seen + taps - 1];
        operands.Inputs(sequence, from - taps + 1, inputs[..(int.Min(seen, operands.Length - from) + taps - 1)]);
        fixed (nint* rows = inputs)
        {
            for (var l = 0; l < seen; l++)
            {
                ForSum<TLanes>(sequence, from + l, rows + l, forSums + (l * (nint)channels));
            }

            for (var l = 0; l < count; l++)
            {
                Collect<TLanes>(taps, forSums + ((l + taps - 1) * (nint)channels), gradients.X.Pointer(sequence, from + l, 0));
            }

            for (var l = 0; from == 0 && l < taps - 1; l++)
            {
                Collect<TLanes>(l + 1, forSums + (l * (nint)channels), gradients.Past.Pointer(sequence, l, 0));
            }

            var shares = gradients.Weights + (tile * (nint)(taps + 1) * channels);
            for (var tap = 0; tap < taps; tap++)
            {
                Correlate<TLanes>(count, rows + tap, forSums, shares + (tap * (nint)channels));
            }

            Correlate<TLanes>(count, null, forSums, shares + (taps * (nint)channels));
        }
    }

    private void ForSum<TLanes>(int sequence, int position, nint* rows, float* forSum)
        where TLanes : struct, ILanes<TLanes>
    {
        if (position >= operands.Length)
        {
            new Span<float>(forSum, operands.Channels).Clear();
            return;
        }

        var source = gradients.Output.Pointer(sequence, position, 0);
        var left = CausalConvolutionLoops<Interleaved<TLanes>>.ActivateBackwards(0, operands, rows, source, forSum);
        left = CausalConvolutionLoops<TLanes>.ActivateBackwards(left, operands, rows, source, forSum);
        if (left < operands.Channels)
        {
            CausalConvolutionLoops<TLanes>.ActivateBackwards(operands.Channels - TLanes.Count, operands, rows, source, forSum);
        }
    }

    private void Collect<TLanes>(int taps, float* forSums, float* target)
        where TLanes : struct, ILanes<TLanes>
    {
        var left = CausalConvolutionLoops<Interleaved<TLanes>>.Collect(0, operands, taps, forSums, target);
        left = CausalConvolutionLoops<TLanes>.Collect(left, operands, taps, forSums, target);
        if (left < operands.Channels)
        {
            CausalConvolutionLoops<TLanes>.Collect(operands.Channels - TLanes.Count, operands, taps, forSums, target);
        }
    }

    private void Correlate<TLanes>(int count, nint* rows, float* forSums, float* target)
        where TLanes : struct, ILanes<TLanes>
    {
        var left = CausalConvolutionLoops<Interleaved<TLanes>>.Correlate(0, operands, count, rows, forSums, target);
        left = CausalConvolutionLoops<TLanes>.Correlate(left, operands, count, rows, forSums, target);
        if (left < operands.Channels)
        {
            CausalConvolutionLoops<TLanes>.Correlate(operands.Channels - TLanes.Count, operands, count, rows, forSums, target);
        }
    }
}
