using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is moving-average equipped gated attention (<see cref="Mega"/>; arXiv 2209.10655), with the defaults of
/// the official Long Range Arena experiments.
/// </summary>
[BranchLayer(typeof(Mega))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MegaBranchAttribute : BranchAttribute
{
    /// <summary>z: width of queries and keys (<c>zdim</c>).</summary>
    [DefaultValue(64)]
    [Range(1, int.MaxValue)]
    public int QueryFeatures { get; set; }

    /// <summary>v: width of the values (<c>hdim</c>). 0: twice the features.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int ValueFeatures { get; set; }

    /// <summary>n: states of the moving average for each feature and direction (<c>ndim</c>).</summary>
    [DefaultValue(16)]
    [Range(1, int.MaxValue)]
    public int StateSize { get; set; }

    /// <summary>
    /// Positions of a chunk, in which attention stays (<c>chunk_size</c>); memory is then linear in the length. 0: one chunk of the model's
    /// greatest length.
    /// </summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int ChunkLength { get; set; }

    /// <summary>How similarities become weights (<c>attention_activation</c>).</summary>
    [DefaultValue(AttentionFunction.Softmax)]
    public AttentionFunction AttentionFunction { get; set; }

    /// <summary>What is added to similarities by distance (<c>rel_pos_bias</c>).</summary>
    [DefaultValue(RelativeBiasKind.Simple)]
    public RelativeBiasKind RelativeBias { get; set; }

    /// <summary>Probability that a feature of the moving average or of the new value is dropped in training, in [0, 1).</summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; set; }
}
