using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>
/// The gradients of a short convolution and its activation. A tile computes again what it needs of the positions behind its end, so that
/// tiles share nothing.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <param name="operands">What was read.</param>
/// <param name="gradients">What is read and written.</param>
internal readonly unsafe struct CausalConvolutionBackward<TLanes>(ConvolutionOperands operands, ConvolutionGradients gradients) : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (sequence, segment) = int.DivRem(tile, operands.Segments);
        var (from, taps, channels) = (segment * ConvolutionOperands.Segment, operands.Taps, operands.Channels);
        var count = int.Min(ConvolutionOperands.Segment, operands.Length - from);
        var seen = count + taps - 1;
        var forSums = Scratch.Floats((nint)seen * channels);
        Span<nint> inputs = stackalloc nint[seen + taps - 1];
        operands.Inputs(sequence, from - taps + 1, inputs[..(int.Min(seen, operands.Length - from) + taps - 1)]);
        fixed (nint* rows = inputs)
        {
            for (var l = 0; l < seen; l++)
            {
                ForSum(sequence, from + l, rows + l, forSums + (l * (nint)channels));
            }

            for (var l = 0; l < count; l++)
            {
                Collect(taps, forSums + ((l + taps - 1) * (nint)channels), gradients.X.Pointer(sequence, from + l, 0));
            }

            for (var l = 0; from == 0 && l < taps - 1; l++)
            {
                Collect(l + 1, forSums + (l * (nint)channels), gradients.Past.Pointer(sequence, l, 0));
            }

            var shares = gradients.Weights + (tile * (nint)(taps + 1) * channels);
            for (var tap = 0; tap < taps; tap++)
            {
                Correlate(count, rows + tap, forSums, shares + (tap * (nint)channels));
            }

            Correlate(count, null, forSums, shares + (taps * (nint)channels));
        }
    }

    private void ForSum(int sequence, int position, nint* rows, float* forSum)
    {
        if (position >= operands.Length)
        {
            new Span<float>(forSum, operands.Channels).Clear();
            return;
        }

        var source = gradients.Output.Pointer(sequence, position, 0);
        var left = ConvolutionLoops<Interleaved<TLanes>>.ActivateBackwards(0, operands, rows, source, forSum);
        left = ConvolutionLoops<TLanes>.ActivateBackwards(left, operands, rows, source, forSum);
        if (left < operands.Channels)
        {
            ConvolutionLoops<TLanes>.ActivateBackwards(operands.Channels - TLanes.Count, operands, rows, source, forSum);
        }
    }

    private void Collect(int taps, float* forSums, float* target)
    {
        var left = ConvolutionLoops<Interleaved<TLanes>>.Collect(0, operands, taps, forSums, target);
        left = ConvolutionLoops<TLanes>.Collect(left, operands, taps, forSums, target);
        if (left < operands.Channels)
        {
            ConvolutionLoops<TLanes>.Collect(operands.Channels - TLanes.Count, operands, taps, forSums, target);
        }
    }

    private void Correlate(int count, nint* rows, float* forSums, float* target)
    {
        var left = ConvolutionLoops<Interleaved<TLanes>>.Correlate(0, operands, count, rows, forSums, target);
        left = ConvolutionLoops<TLanes>.Correlate(left, operands, count, rows, forSums, target);
        if (left < operands.Channels)
        {
            ConvolutionLoops<TLanes>.Correlate(operands.Channels - TLanes.Count, operands, count, rows, forSums, target);
        }
    }
}
