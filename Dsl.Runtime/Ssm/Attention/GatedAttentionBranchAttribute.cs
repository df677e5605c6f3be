using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>A branch of the Mega family: queries and keys from a moving average, and a gate on what attention reads.</summary>
public abstract class GatedAttentionBranchAttribute : BranchAttribute
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

    /// <summary>How similarities become weights (<c>attention_activation</c>).</summary>
    [DefaultValue(AttentionFunction.Softmax)]
    public AttentionFunction AttentionFunction { get; set; }

    /// <summary>Probability that a feature of the moving average or of the result is dropped in training, in [0, 1).</summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; set; }
}
