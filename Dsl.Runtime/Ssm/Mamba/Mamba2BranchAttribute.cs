using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is a Mamba-2 block (<see cref="Mamba2"/>), with the official defaults but for the chunk's length. Always
/// causal.
/// </summary>
[BranchLayer(typeof(Mamba2))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Mamba2BranchAttribute : BranchAttribute
{
    /// <summary>N: states per channel (the official <c>d_state</c>).</summary>
    [DefaultValue(128)]
    [Range(1, 4096)]
    public int StateSize { get; set; }

    /// <summary>Channels of the block per feature (<c>expand</c>).</summary>
    [DefaultValue(2)]
    [Range(1, 64)]
    public int Expand { get; set; }

    /// <summary>P: channels that share a decay (<c>headdim</c>); divides the scanned channels.</summary>
    [DefaultValue(64)]
    [Range(1, int.MaxValue)]
    [DivisorOf(Mamba2Shape.Scanned)]
    public int HeadSize { get; set; }

    /// <summary>G: how many sets of B and C there are (<c>ngroups</c>); divides the heads.</summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    [DivisorOf(Mamba2Shape.Heads)]
    public int Groups { get; set; }

    /// <summary>How many inputs the convolution sees (<c>d_conv</c>).</summary>
    [DefaultValue(4)]
    [Range(1, 256)]
    public int ConvWidth { get; set; }

    /// <summary>How many channels are scanned (<c>d_ssm</c>), the others being a gated linear unit; 0: all.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int SsmFeatures { get; set; }

    /// <summary>−A starts uniform from this (<c>A_init_range</c>)…</summary>
    [DefaultValue(1.0)]
    [Range(1e-6, 1e6)]
    public double MinA { get; set; }

    /// <summary>…to this.</summary>
    [DefaultValue(16.0)]
    [Range(1e-6, 1e6)]
    [NotBelow(nameof(MinA))]
    public double MaxA { get; set; }

    /// <summary>Smallest initial step Δ (<c>dt_min</c>).</summary>
    [DefaultValue(1e-3)]
    [Range(1e-6, 1e3)]
    public double MinDelta { get; set; }

    /// <summary>Largest initial step Δ (<c>dt_max</c>).</summary>
    [DefaultValue(1e-1)]
    [Range(1e-6, 1e3)]
    [NotBelow(nameof(MinDelta))]
    public double MaxDelta { get; set; }

    /// <summary>No initial step is smaller (<c>dt_init_floor</c>).</summary>
    [DefaultValue(1e-4)]
    [Range(1e-9, 1e3)]
    public double DeltaFloor { get; set; }

    /// <summary>Steps Δ are never less than this (<c>dt_limit</c>)…</summary>
    [DefaultValue(0.0)]
    [Range(0.0, double.MaxValue)]
    public double LeastDelta { get; set; }

    /// <summary>…nor more than this.</summary>
    [DefaultValue(double.PositiveInfinity)]
    [NotBelow(nameof(LeastDelta))]
    public double GreatestDelta { get; set; }

    /// <summary>Whether every channel has a skip weight of its own, or every head (<c>D_has_hdim</c>).</summary>
    [DefaultValue(false)]
    public bool SkipPerChannel { get; set; }

    /// <summary>Whether a gated norm follows the scan, or the gate alone (<c>rmsnorm</c>).</summary>
    [DefaultValue(true)]
    public bool GatedNorm { get; set; }

    /// <summary>Whether that norm comes before the gate (<c>norm_before_gate</c>).</summary>
    [DefaultValue(false)]
    public bool NormBeforeGate { get; set; }

    /// <summary>The convolution's taps start in ± this (<c>conv_init</c>); 0: as the framework draws them.</summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1e6)]
    public double ConvRange { get; set; }

    /// <summary>Whether the convolution has biases (<c>conv_bias</c>).</summary>
    [DefaultValue(true)]
    public bool ConvBias { get; set; }

    /// <summary>Whether the projections into and out of the block have biases (<c>bias</c>).</summary>
    [DefaultValue(false)]
    public bool Bias { get; set; }

    /// <summary>
    /// Positions that are scanned by one matrix product (<c>chunk_size</c>). Changes the speed only; the official 256 suits tensor cores, on a
    /// CPU about the mean of state and head size is best.
    /// </summary>
    [DefaultValue(64)]
    [Range(1, 65536)]
    public int ChunkLength { get; set; }

    /// <summary>
    /// The last projection's weights start at 1/√ of this of their usual size. The official language models give their depth; the
    /// official layer by itself is 1.
    /// </summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    public int ResidualLayers { get; set; }
}
