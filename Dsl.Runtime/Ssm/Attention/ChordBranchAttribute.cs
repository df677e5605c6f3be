using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is the mixing of ChordMixer (<see cref="Chord"/>; arXiv 2206.05852). A
/// <see cref="BackboneAttribute.TrackSize"/> makes the backbone's width and depth fit it. It reads all positions, so it cannot stream.
/// </summary>
[BranchLayer(typeof(Chord))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ChordBranchAttribute : BranchAttribute
{
    /// <summary>Width between the two linear layers (<c>hidden_size</c>).</summary>
    [DefaultValue(128)]
    [Range(1, int.MaxValue)]
    public int HiddenFeatures { get; set; }

    /// <summary>Probability that a number after each linear layer is dropped in training, in [0, 1).</summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; set; }
}
