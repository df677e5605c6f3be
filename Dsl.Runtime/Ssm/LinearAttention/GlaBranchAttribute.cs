using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is gated linear attention (<see cref="Gla"/>; arXiv 2312.06635), with the official defaults. Always
/// causal.
/// </summary>
[BranchLayer(typeof(Gla))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlaBranchAttribute : BranchAttribute
{
    /// <summary>Heads of the queries (<c>num_heads</c>).</summary>
    [DefaultValue(4)]
    [Range(1, int.MaxValue)]
    [DivisorOf(GlaShape.Divided)]
    public int Heads { get; set; }

    /// <summary>Heads of keys, values and gates (<c>num_kv_heads</c>), a divisor of <see cref="Heads"/>. 0: as many.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    [DivisorOf(nameof(Heads))]
    public int KeyValueHeads { get; set; }

    /// <summary>Channels of a key (<c>expand_k</c> times the features over the heads). 0: half of the features over the heads.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int KeySize { get; set; }

    /// <summary>Channels of a value (<c>expand_v</c> times the features over the heads). 0: the features over the heads.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int ValueSize { get; set; }

    /// <summary>Rank of the gates' projection (<c>gate_low_rank_dim</c>).</summary>
    [DefaultValue(16)]
    [Range(1, int.MaxValue)]
    public int GateRank { get; set; }

    /// <summary>τ: the logarithms of the gates are divided by it (<c>gate_logit_normalizer</c>); a larger one forgets less.</summary>
    [DefaultValue(16.0)]
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double GateNormalizer { get; set; }

    /// <summary>The least logarithm of a gate (<c>clamp_min</c>).</summary>
    [DefaultValue(double.NegativeInfinity)]
    [Range(double.NegativeInfinity, 0.0)]
    public double LeastLogGate { get; set; }

    /// <summary>Whether the outputs are multiplied by a gate (<c>use_output_gate</c>).</summary>
    [DefaultValue(true)]
    public bool OutputGate { get; set; }

    /// <summary>Whether that gate is a sigmoid; else a SiLU (<c>gate_fn</c>).</summary>
    [DefaultValue(false)]
    public bool SigmoidGate { get; set; }

    /// <summary>What is applied to queries and keys (<c>feature_map</c>).</summary>
    [DefaultValue(GlaFeatureMap.None)]
    public GlaFeatureMap FeatureMap { get; set; }

    /// <summary>Taps of a convolution with SiLU after the projections of queries, keys and values (<c>conv_size</c>). 0: none.</summary>
    [DefaultValue(0)]
    [Range(0, 256)]
    public int ConvWidth { get; set; }

    /// <summary>Whether those convolutions have biases (<c>conv_bias</c>).</summary>
    [DefaultValue(false)]
    public bool ConvBias { get; set; }
}
