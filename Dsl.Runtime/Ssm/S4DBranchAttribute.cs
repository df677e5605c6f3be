using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>A branch whose sequence layer is the minimal S4D (<see cref="S4D"/>), with the official defaults.</summary>
[BranchLayer(typeof(S4D))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class S4DBranchAttribute : StateSpaceBranchAttribute
{
    /// <summary>N: real dimension of each state, even; N/2 conjugate pairs are stored.</summary>
    [DefaultValue(64)]
    [Range(2, 1024)]
    [MultipleOf(2)]
    public int StateSize { get; set; }

    /// <summary>
    /// S: independently trained state matrices A (the official <c>n_ssm</c>), a divisor of the branch's features; feature i uses number
    /// i mod S. 0: every feature has its own.
    /// </summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    [DivisorOf(nameof(Features))]
    public int Copies { get; set; }

    /// <summary>How A starts: one of the diagonal forms.</summary>
    [DefaultValue(Initialisation.DiagonalLinear)]
    [AllowedValues(
        Initialisation.DiagonalLegS,
        Initialisation.DiagonalLinear,
        Initialisation.DiagonalInverse,
        Initialisation.DiagonalInverse2,
        Initialisation.DiagonalQuadratic,
        Initialisation.DiagonalReal,
        Initialisation.DiagonalRandom,
        Initialisation.Diagonal)]
    public Initialisation Initialisation { get; set; }

    /// <summary>How the continuous system becomes a recurrence.</summary>
    [DefaultValue(Discretisation.ZeroOrderHold)]
    public Discretisation Discretisation { get; set; }

    /// <summary>Whether all modes of a feature share one step Δ (the official <c>dt_tie</c>); else every mode learns its own.</summary>
    [DefaultValue(true)]
    public bool DeltaTied { get; set; }
}
