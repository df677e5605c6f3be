using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>A branch of the Mamba family: a short convolution and a selective scan on expanded channels, between two projections.</summary>
public abstract class SelectiveBranchAttribute : DeltaBranchAttribute
{
    /// <summary>Channels of the block per feature (<c>expand</c>).</summary>
    [DefaultValue(2)]
    [Range(1, 64)]
    public int Expand { get; set; }

    /// <summary>Number of inputs that an output of the convolution depends on (<c>d_conv</c>).</summary>
    [DefaultValue(4)]
    [Range(1, 256)]
    public int ConvWidth { get; set; }

    /// <summary>Initial steps Δ below this are raised to it (<c>dt_init_floor</c>).</summary>
    [DefaultValue(1e-4)]
    [Range(1e-9, 1e3)]
    public double DeltaFloor { get; set; }

    /// <summary>Whether the convolution has biases (<c>conv_bias</c>).</summary>
    [DefaultValue(true)]
    public bool ConvBias { get; set; }

    /// <summary>Whether the projections into and out of the block have biases (<c>bias</c>).</summary>
    [DefaultValue(false)]
    public bool Bias { get; set; }

    /// <summary>
    /// The initial weights of the last projection are divided by the square root of this. The official language models use their depth; the
    /// official layer alone uses 1.
    /// </summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    public int ResidualLayers { get; set; }
}
