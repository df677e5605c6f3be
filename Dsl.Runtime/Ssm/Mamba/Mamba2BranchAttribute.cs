using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is a Mamba-2 block (<see cref="Mamba2"/>), with the official defaults except for the length of a chunk.
/// Always causal.
/// </summary>
[BranchLayer(typeof(Mamba2))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Mamba2BranchAttribute : SelectiveBranchAttribute
{
    /// <summary>N: states per channel (the official <c>d_state</c>).</summary>
    [DefaultValue(128)]
    [Range(1, 4096)]
    public int StateSize { get; set; }

    /// <summary>P: channels that share a decay (<c>headdim</c>); divides the scanned channels.</summary>
    [DefaultValue(64)]
    [Range(1, int.MaxValue)]
    [DivisorOf(Mamba2Shape.Scanned)]
    public int HeadSize { get; set; }

    /// <summary>G: number of sets of B and C (<c>ngroups</c>); a divisor of the number of heads.</summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    [DivisorOf(Mamba2Shape.Heads)]
    public int Groups { get; set; }

    /// <summary>Number of channels that are scanned (<c>d_ssm</c>); the others form a gated linear unit. 0: all.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int SsmFeatures { get; set; }

    /// <summary>Smallest initial −A; drawn uniformly (<c>A_init_range</c>).</summary>
    [DefaultValue(1.0)]
    [Range(1e-6, 1e6)]
    public double MinA { get; set; }

    /// <summary>Largest initial −A.</summary>
    [DefaultValue(16.0)]
    [Range(1e-6, 1e6)]
    [NotBelow(nameof(MinA))]
    public double MaxA { get; set; }

    /// <summary>Lower limit of the steps Δ (<c>dt_limit</c>).</summary>
    [DefaultValue(0.0)]
    [Range(0.0, double.MaxValue)]
    public double LeastDelta { get; set; }

    /// <summary>Upper limit of the steps Δ.</summary>
    [DefaultValue(double.PositiveInfinity)]
    [NotBelow(nameof(LeastDelta))]
    public double GreatestDelta { get; set; }

    /// <summary>Whether every channel has its own skip weight; else every head has one (<c>D_has_hdim</c>).</summary>
    [DefaultValue(false)]
    public bool SkipPerChannel { get; set; }

    /// <summary>Whether a norm with a gate follows the scan; else a gate only (<c>rmsnorm</c>).</summary>
    [DefaultValue(true)]
    public bool GatedNorm { get; set; }

    /// <summary>Whether that norm comes before the gate (<c>norm_before_gate</c>).</summary>
    [DefaultValue(false)]
    public bool NormBeforeGate { get; set; }

    /// <summary>
    /// Whether that norm normalises every group by itself, as the original code does; else all scanned channels at once, as the
    /// transformers library does. With one group both are the same.
    /// </summary>
    [DefaultValue(true)]
    public bool NormPerGroup { get; set; }

    /// <summary>The convolution's taps are drawn from [−range, range] (<c>conv_init</c>); 0: torch's default.</summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1e6)]
    public double ConvRange { get; set; }

    /// <summary>
    /// Number of positions that are scanned by one matrix product (<c>chunk_size</c>). Affects speed only: the official 256 suits tensor
    /// cores; on a CPU about the mean of state size and head size is fastest.
    /// </summary>
    [DefaultValue(64)]
    [Range(1, 65536)]
    public int ChunkLength { get; set; }
}
