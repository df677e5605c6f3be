using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// Gates and normalises the scanned channels in groups; the channels that are not scanned go through a gated linear unit. Sums are float64.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct GatedNormStepTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Parameters.</summary>
    public Mamba2StepKernel Kernel;

    /// <summary>Gates, <c>[batch, others]</c>.</summary>
    public float* Others;

    /// <summary>
    /// Each row holds first the channels that are not scanned (linear), then y; becomes the last projection's input, <c>[batch, inner]</c>.
    /// </summary>
    public float* Mixed;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var linear = Kernel.Linear;
        var others = Others + ((nint)tile * Kernel.Others);
        var mixed = Mixed + ((nint)tile * Kernel.Inner);
        float* y = mixed + linear, gate = others + (2 * linear);
        LanePairs<TLanes, PairSilu>.Run(default, others + linear, others, mixed, linear);
        if (!Kernel.NormFirst)
        {
            LanePairs<TLanes, PairSilu>.Run(default, y, gate, y, Kernel.Scanned);
        }

        if (Kernel.Norm is null)
        {
            return;
        }

        var size = Kernel.Scanned / Kernel.NormGroups;
        for (nint first = 0; first < Kernel.Scanned; first += size)
        {
            var squares = LaneRows<TLanes>.Dot(y + first, y + first, size);
            var scale = new PairScale(0, (float)(1 / Math.Sqrt((squares / size) + Kernel.Epsilon)));
            LanePairs<TLanes, PairScale>.Run(scale, y + first, Kernel.Norm + first, y + first, size);
        }

        if (Kernel.NormFirst)
        {
            LanePairs<TLanes, PairSilu>.Run(default, y, gate, y, Kernel.Scanned);
        }
    }
}
