using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is SeqBoat's sparse modular activation (<see cref="SeqBoat"/>; arXiv 2306.11197), with the defaults of the
/// official Long Range Arena experiments. The block of the paper has <see cref="BackboneAttribute.SkipActivation"/> SiLU.
/// </summary>
[BranchLayer(typeof(SeqBoat))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SeqBoatBranchAttribute : BranchAttribute
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

    /// <summary>w: an active position reads the active positions that are at most w away. 0: all of them.</summary>
    [DefaultValue(128)]
    [Range(0, int.MaxValue)]
    public int Window { get; set; }

    /// <summary>
    /// Whether the relative bias depends on the distance among active positions (<c>local-pos</c>), in a window; else on that of the
    /// original positions.
    /// </summary>
    [DefaultValue(false)]
    public bool LocalPositions { get; set; }

    /// <summary>How similarities become weights (<c>attention_activation</c>).</summary>
    [DefaultValue(AttentionFunction.Softmax)]
    public AttentionFunction AttentionFunction { get; set; }

    /// <summary>Probability that a feature of the moving average or of the output is dropped in training, in [0, 1).</summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; set; }
}
