using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>A short convolution and its activation, position by position over all channels.</summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <param name="operands">What is read.</param>
/// <param name="output">Written, <c>[batch, length, channels]</c>.</param>
internal readonly unsafe struct CausalConvolutionForward<TLanes>(ConvolutionOperands operands, Rows output) : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (sequence, segment) = int.DivRem(tile, operands.Segments);
        var (from, taps) = (segment * ConvolutionOperands.Segment, operands.Taps);
        var count = int.Min(ConvolutionOperands.Segment, operands.Length - from);
        Span<nint> inputs = stackalloc nint[count + taps - 1];
        operands.Inputs(sequence, from - taps + 1, inputs);
        fixed (nint* rows = inputs)
        {
            for (var l = 0; l < count; l++)
            {
                // The last register may begin among channels that are done: they come out the same.
                var target = output.Pointer(sequence, from + l, 0);
                var left = ConvolutionLoops<Interleaved<TLanes>>.Activate(0, operands, rows + l, target);
                left = ConvolutionLoops<TLanes>.Activate(left, operands, rows + l, target);
                if (left < operands.Channels)
                {
                    ConvolutionLoops<TLanes>.Activate(operands.Channels - TLanes.Count, operands, rows + l, target);
                }
            }
        }
    }
}
