using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// One position of every sequence through a Mamba block, fused: projection, convolution and SiLU as the outputs come; the selection; step
/// size, recurrence, skip and gate of a channel in one go; projection. The state changes in place, and nothing is allocated.
/// </summary>
internal unsafe struct MambaStepKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Width of the block.</summary>
    public int Features;

    /// <summary>Channels.</summary>
    public int Inner;

    /// <summary>Numbers of a state, N.</summary>
    public int StateSize;

    /// <summary>Taps of the convolution.</summary>
    public int Taps;

    /// <summary>Rank of the step sizes.</summary>
    public int Rank;

    /// <summary>The position, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary><c>in_proj</c>, <c>[2 inner, features]</c>, and its bias or null.</summary>
    public float* InWeight, InBias;

    /// <summary><c>conv1d</c>, <c>[inner, taps]</c>, and its bias or null.</summary>
    public float* Convolution, ConvolutionBias;

    /// <summary><c>x_proj</c>, <c>[rank + 2 N, inner]</c>.</summary>
    public float* Selection;

    /// <summary><c>dt_proj</c>, <c>[inner, rank]</c>, and its bias.</summary>
    public float* DeltaWeight, DeltaBias;

    /// <summary>State matrix A, <c>[inner, N]</c>.</summary>
    public float* A;

    /// <summary>Skip weights D, <c>[inner]</c>.</summary>
    public float* Skip;

    /// <summary><c>out_proj</c>, <c>[features, inner]</c>, and its bias or null.</summary>
    public float* OutWeight, OutBias;

    /// <summary>The last inputs of the convolution, <c>[batch, inner, taps]</c>.</summary>
    public float* Past;

    /// <summary>The states, <c>[batch, inner, N]</c>.</summary>
    public float* States;

    /// <summary>Results, <c>[batch, features]</c>.</summary>
    public float* Outputs;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var (channels, selected) = (Batch * Inner, Rank + (2 * StateSize));
        var packed = Math.Max(
            StepProjection<TLanes, RowStore>.PackedSize(Batch, Features), StepProjection<TLanes, RowStore>.PackedSize(Batch, Inner));
        var x = Scratch.Floats((2L * channels) + ((long)Batch * selected) + packed);
        var gate = x + channels;
        var selection = gate + channels;
        var room = selection + ((nint)Batch * selected);
        var convolve = new ConvolutionSink(0, Inner, Inner, Taps, Convolution, ConvolutionBias, Past, x, gate);
        StepProjection<TLanes, ConvolutionSink>.Run(InWeight, InBias, Inputs, room, Batch, Features, 2 * Inner, convolve);
        StepProjection<TLanes, RowStore>.Run(Selection, null, x, room, Batch, Inner, selected, new RowStore(selection, selected));
        var scan = new ScanStepTiles<TLanes> { Kernel = this, X = x, Gate = gate, Selected = selection };
        CpuWorkers.Run(scan.Count, scan);
        StepProjection<TLanes, RowStore>.Run(OutWeight, OutBias, x, room, Batch, Inner, Features, new RowStore(Outputs, Features));
    }
}
