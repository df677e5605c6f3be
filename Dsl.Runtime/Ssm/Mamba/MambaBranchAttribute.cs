using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>A branch whose sequence layer is a Mamba block (<see cref="Mamba"/>), with the official defaults. Always causal.</summary>
[BranchLayer(typeof(Mamba))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MambaBranchAttribute : BranchAttribute
{
    /// <summary>N: states per channel (the official <c>d_state</c>).</summary>
    [DefaultValue(16)]
    [Range(1, 1024)]
    public int StateSize { get; set; }

    /// <summary>Channels of the block per feature (<c>expand</c>).</summary>
    [DefaultValue(2)]
    [Range(1, 64)]
    public int Expand { get; set; }

    /// <summary>How many inputs the convolution sees (<c>d_conv</c>).</summary>
    [DefaultValue(4)]
    [Range(1, 256)]
    public int ConvWidth { get; set; }

    /// <summary>R: rank of the projection that Δ goes through (<c>dt_rank</c>); 0: a sixteenth of the features, rounded up (<c>"auto"</c>).</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int DtRank { get; set; }

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

    /// <summary>How the weights that widen Δ start (<c>dt_init</c>).</summary>
    [DefaultValue(DeltaInitialisation.Random)]
    public DeltaInitialisation DeltaInitialisation { get; set; }

    /// <summary>Scales these weights (<c>dt_scale</c>).</summary>
    [DefaultValue(1.0)]
    [Range(0.0, 1e6)]
    public double DeltaScale { get; set; }

    /// <summary>Whether the convolution has biases (<c>conv_bias</c>).</summary>
    [DefaultValue(true)]
    public bool ConvBias { get; set; }

    /// <summary>Whether the projections into and out of the block have biases (<c>bias</c>).</summary>
    [DefaultValue(false)]
    public bool Bias { get; set; }

    /// <summary>
    /// The last projection's weights start at 1/√ of this of their usual size. The official language models give their depth; the
    /// official layer by itself is 1.
    /// </summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    public int ResidualLayers { get; set; }
}
