using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl;

namespace Samples;

/// <summary>A branch of damped oscillators. The generator reads its options, defaults and limits from this class.</summary>
[BranchLayer(typeof(Oscillator))]
public sealed class OscillatorBranchAttribute : BranchAttribute
{
    /// <summary>After how many positions an input counts half, before training.</summary>
    [DefaultValue(16.0), Range(1.0, 1e6)]
    public double HalfLife { get; set; }
}
