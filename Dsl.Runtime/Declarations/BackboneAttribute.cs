using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Declares the stack of equal blocks between a model's embedding and its head. A block computes
/// <c>norm(u + concat_r branch_r(u))</c> (SeRpEnt, equation 15b), or with <see cref="NormPlacement.Before"/>
/// <c>u + concat_r branch_r(norm(u))</c>; a feed-forward part, a function and another norm may follow. Unset options take the value of
/// their <see cref="DefaultValueAttribute"/>, which the generator reads.
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

    /// <summary>Width of the model. Unset with <see cref="TrackSize"/>: the width of all tracks.</summary>
    [Range(1, int.MaxValue)]
    public int Features { get; set; } = features;

    /// <summary>Number of blocks. Unset with <see cref="TrackSize"/>: ⌈log2(greatest length)⌉.</summary>
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

    /// <summary>
    /// Features of a track. The width is then that of ⌈log2(greatest length)⌉ + 1 tracks, as <see cref="ChordBranchAttribute"/> needs it.
    /// Unset: width and depth are stated.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int TrackSize { get; set; }

    /// <summary>What is added to every norm's variance. Unset: 1e-5.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double NormEpsilon { get; set; }

    /// <summary>
    /// Another normalisation after the skip connection, for a block that normalises before its branches. Unset: none.
    /// </summary>
    public Norm SkipNorm { get; set; }

    /// <summary>The function of the skip connection's sum, <c>f(u + …)</c>. Unset: none.</summary>
    public PointwiseFunction SkipActivation { get; set; }

    /// <summary>
    /// Width of a feed-forward part after the branches: two linear layers with a function between them, with a norm and a skip connection
    /// of its own, placed as those of the branches. Unset: no such part.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int FeedForward { get; set; }

    /// <summary>The function of the feed-forward part.</summary>
    [DefaultValue(PointwiseFunction.Gelu)]
    public PointwiseFunction FeedForwardActivation { get; set; }

    /// <summary>Probability that a number after the feed-forward part's function is dropped in training, in [0, 1).</summary>
    [DefaultValue(0.0), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double FeedForwardDropout { get; set; }

    /// <summary>What is added to the embeddings, so that a model without an order of its own knows it. Unset: nothing.</summary>
    public Positions Positions { get; set; }
}
