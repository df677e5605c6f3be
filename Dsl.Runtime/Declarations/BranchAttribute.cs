using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Declares one branch of every block: a sequence layer of some backend, with SeRpEnt's selective resampling around it when a <see
/// cref="CompressionRate"/> is given. A backend is a class derived from this one, marked with <see cref="BranchLayerAttribute"/>; each of
/// its properties is an option that the generator hands to the layer's constructor parameter of the same name. An option's default is given
/// only by its <see cref="DefaultValueAttribute"/>, where both readers and the generator see it. Its limits are a <see
/// cref="RangeAttribute"/>, an <see cref="AllowedValuesAttribute"/>, a <see cref="MultipleOfAttribute"/>, a <see
/// cref="DivisorOfAttribute"/>, a <see cref="NotBelowAttribute"/>; the compiler checks them. The properties are read at compile time only.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class BranchAttribute : Attribute
{
    /// <summary>ρ of equation (13), 0 &lt; ρ ≤ 1: a branch works on at most ⌈ρ·length⌉ resampled points. Unset: no resampling.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double CompressionRate { get; set; }

    /// <summary>W of equation (12): number of neighbouring inputs that one resampled point is computed from.</summary>
    [DefaultValue(6), Range(1, int.MaxValue)]
    public int WindowSize { get; set; }

    /// <summary>E of equation (12b): number of Gaussians that a time difference is expanded in.</summary>
    [DefaultValue(2), Range(1, int.MaxValue)]
    public int TimeBasis { get; set; }

    /// <summary>
    /// Initial b of equation (13), Δ = ρ·σ(w·u + b): intervals start near ρ·σ(b), 0.5ρ with 0, 0.73ρ with 1, 0.88ρ with 2.
    /// </summary>
    [DefaultValue(0.0), Range(-10.0, 10.0)]
    public double DeltaBias { get; set; }

    /// <summary>Learning rate of w and b of equation (13). Unset: the recipe's.</summary>
    [Range(1e-9, 1.0)]
    public double DeltaLearningRate { get; set; }

    /// <summary>Where the resampled points of equation (11) stand on the branch's clock.</summary>
    [DefaultValue(PointPlacement.End)]
    public PointPlacement PointPlacement { get; set; }

    /// <summary>What the intervals of equation (13) depend on; all but the first are controls that learn nothing.</summary>
    [DefaultValue(Interval.Learned)]
    public Interval Interval { get; set; }

    /// <summary>What an input reads back from the resampled points, equation (15a).</summary>
    [DefaultValue(ReadBack.Nearest)]
    public ReadBack ReadBack { get; set; }

    /// <summary>Width h of the branch. Unset: the backbone's width divided by the number of branches.</summary>
    [Range(1, int.MaxValue)]
    public int Features { get; set; }

    /// <summary>Whether the layer also reads the sequence backwards. Unset: it does unless the architecture is causal.</summary>
    public bool Bidirectional { get; set; }
}
