using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>A short convolution and its activation, position by position over all channels.</summary>
/// <param name="operands">Operands that are read.</param>
/// <param name="output">Written, <c>[batch, length, channels]</c>.</param>
internal readonly unsafe struct CausalConvolutionForward(CausalConvolutionOperands operands, Rows output) : ILaneTiles
{
    /// <inheritdoc/>
    public int Count(int lanes) => operands.Tiles;

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var (sequence, segment) = int.DivRem(tile, operands.Segments);
        var (from, taps) = (segment * CausalConvolutionOperands.Segment, operands.Taps);
        var count = int.Min(CausalConvolutionOperands.Segment, operands.Length - from);
        Span<nint> inputs = stackalloc nint[count + taps - 1];
        operands.Inputs(sequence, from - taps + 1, inputs);
        fixed (nint* rows = inputs)
        {
            for (var l = 0; l < count; l++)
            {
                // The last register may overlap channels that are done already: their results come out the same.
                var target = output.Pointer(sequence, from + l, 0);
                var left = CausalConvolutionLoops<Interleaved<TLanes>>.Activate(0, operands, rows + l, target);
                left = CausalConvolutionLoops<TLanes>.Activate(left, operands, rows + l, target);
                if (left < operands.Channels)
                {
                    CausalConvolutionLoops<TLanes>.Activate(operands.Channels - TLanes.Count, operands, rows + l, target);
                }
            }
        }
    }
}
