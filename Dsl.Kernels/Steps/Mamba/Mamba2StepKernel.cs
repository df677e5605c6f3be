using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// One position of every sequence through a Mamba-2 block, fused: projection, convolution and SiLU as the outputs come; the heads; norm and
/// gates; projection. The state changes in place, and nothing is allocated.
/// </summary>
internal unsafe struct Mamba2StepKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Width of the block.</summary>
    public int Features;

    /// <summary>Channels.</summary>
    public int Inner;

    /// <summary>Heads.</summary>
    public int Heads;

    /// <summary>Channels of a head.</summary>
    public int HeadSize;

    /// <summary>Sets of B and C, and groups of the norm.</summary>
    public int Groups;

    /// <summary>Numbers of a state, N.</summary>
    public int StateSize;

    /// <summary>Taps of the convolution.</summary>
    public int Taps;

    /// <summary>The position, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>
    /// <c>in_proj</c> and its bias or null: rows for gate and values of the channels that are not scanned, the gate of the scanned
    /// channels, the values of the scanned channels with B and C, and Δ.
    /// </summary>
    public float* InWeight, InBias;

    /// <summary><c>conv1d</c>, <c>[scanned + 2 groups N, taps]</c>, and its bias or null.</summary>
    public float* Convolution, ConvolutionBias;

    /// <summary>Δ's bias, <c>[heads]</c>.</summary>
    public float* DeltaBias;

    /// <summary>Limits of the step sizes.</summary>
    public float LeastDelta, GreatestDelta;

    /// <summary>A of every head, <c>[heads]</c>.</summary>
    public float* A;

    /// <summary>Skip weights D, <c>[heads]</c> or, with <see cref="SkipPerChannel"/>, <c>[scanned]</c>.</summary>
    public float* Skip;

    /// <summary>Whether every channel has a D of its own.</summary>
    public bool SkipPerChannel;

    /// <summary>Weights of the norm, <c>[scanned]</c>; null: there is none.</summary>
    public float* Norm;

    /// <summary>The norm's number of groups of neighbouring channels; each is normalised by itself.</summary>
    public int NormGroups;

    /// <summary>Whether the norm comes before the gate.</summary>
    public bool NormFirst;

    /// <summary>Added to the mean of the squares.</summary>
    public double Epsilon;

    /// <summary><c>out_proj</c>, <c>[features, inner]</c>, and its bias or null.</summary>
    public float* OutWeight, OutBias;

    /// <summary>The last inputs of the convolution, <c>[batch, scanned + 2 groups N, taps]</c>.</summary>
    public float* Past;

    /// <summary>The states, <c>[batch, heads, head size, N]</c>.</summary>
    public float* States;

    /// <summary>Results, <c>[batch, features]</c>.</summary>
    public float* Outputs;

    /// <summary>Channels that are scanned.</summary>
    public readonly int Scanned => Heads * HeadSize;

    /// <summary>Channels that are not scanned: they go through a gated linear unit.</summary>
    public readonly int Linear => Inner - Scanned;

    /// <summary>Channels of the convolution: the scanned channels, B and C.</summary>
    public readonly int Convolved => Scanned + (2 * Groups * StateSize);

    /// <summary>
    /// Outputs of the first projection that are not convolved: gate and values of the linear channels, the gate of the scanned channels, Δ.
    /// </summary>
    public readonly int Others => (2 * Linear) + Scanned + Heads;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var packed = Math.Max(
            StepProjection<TLanes, RowStore>.PackedSize(Batch, Features), StepProjection<TLanes, RowStore>.PackedSize(Batch, Inner));
        var active = Scratch.Floats(((long)Batch * (Convolved + Others + Inner)) + packed);
        var others = active + ((nint)Batch * Convolved);
        var mixed = others + ((nint)Batch * Others);
        var room = mixed + ((nint)Batch * Inner);
        var convolve = new ConvolutionSink(
            (2 * Linear) + Scanned, Convolved, Others, Taps, Convolution, ConvolutionBias, Past, active, others);
        StepProjection<TLanes, ConvolutionSink>.Run(InWeight, InBias, Inputs, room, Batch, Features, Convolved + Others, convolve);
        CpuWorkers.Run(Batch * Heads, new HeadStepTiles<TLanes> { Kernel = this, Active = active, Others = others, Mixed = mixed });
        CpuWorkers.Run(Batch, new GatedNormStepTiles<TLanes> { Kernel = this, Others = others, Mixed = mixed });
        StepProjection<TLanes, RowStore>.Run(OutWeight, OutBias, mixed, room, Batch, Inner, Features, new RowStore(Outputs, Features));
    }
}
