using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// A branch of the S4 family: its state-space parameters have their own learning rate, and a pointwise function ends the layer.
/// </summary>
public abstract class StateSpaceBranchAttribute : DeltaBranchAttribute
{
    /// <summary>
    /// Learning rate of the state-space parameters (A, B, P where the layer trains them, and S4D's Δ), whose weight decay is 0.
    /// </summary>
    [DefaultValue(1e-3)]
    [Range(1e-9, 1.0)]
    public double SsmLearningRate { get; set; }

    /// <summary>The pointwise function at the layer's end.</summary>
    [DefaultValue(Activation.Gelu)]
    public Activation Activation { get; set; }
}
