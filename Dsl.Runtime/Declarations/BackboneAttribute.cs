using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Declares the stack of equal blocks between a model's embedding and its head. A block computes
/// <c>norm(u + concat_r branch_r(u))</c> (SeRpEnt, equation 15b), or with <see cref="NormPlacement.Before"/>
/// <c>u + concat_r branch_r(norm(u))</c>. Unset options take the value of their <see cref="DefaultValueAttribute"/>,
/// which the generator reads.
/// </summary>
/// <param name="features">Width of the model, H: every block maps <c>[batch, length, features]</c> to the same shape.</param>
/// <param name="depth">Number of blocks.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BackboneAttribute(int features, int depth) : Attribute
{
    /// <summary>For a variant: inherits every option of the other architecture's backbone that is not set here.</summary>
    public BackboneAttribute()
        : this(0, 0)
    {
    }

    /// <summary>Width of the model.</summary>
    [Range(1, int.MaxValue)]
    public int Features { get; set; } = features;

    /// <summary>Number of blocks.</summary>
    [Range(1, int.MaxValue)]
    public int Depth { get; set; } = depth;

    /// <summary>Which normalisation each block applies.</summary>
    [DefaultValue(Norm.Batch)]
    public Norm Norm { get; set; }

    /// <summary>Whether a block normalises after its skip connection or before its branches.</summary>
    [DefaultValue(NormPlacement.After)]
    public NormPlacement NormPlacement { get; set; }

    /// <summary>Whether another normalisation follows the last block, before the head.</summary>
    [DefaultValue(true)]
    public bool FinalNorm { get; set; }

    /// <summary>What mixes the features of the concatenated branches before the skip connection.</summary>
    [DefaultValue(Mixer.None)]
    public Mixer Mixer { get; set; }

    /// <summary>Probability that a feature of a block's output is dropped in training, in [0, 1).</summary>
    [DefaultValue(0.0), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; set; }

    /// <summary>Whether dropout is tied over time: a feature is dropped at all positions of a sequence or at none.</summary>
    [DefaultValue(false)]
    public bool DropoutTied { get; set; }
}
