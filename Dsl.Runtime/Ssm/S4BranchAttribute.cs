using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is S4 (<see cref="S4"/>). The defaults are those of the official Long Range Arena configurations, except
/// for the state size, which is the default of the official class.
/// </summary>
[BranchLayer(typeof(S4))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class S4BranchAttribute : StateSpaceBranchAttribute
{
    /// <summary>N: real dimension of each state (the official <c>d_state</c>), even; N/2 conjugate pairs are stored.</summary>
    [DefaultValue(64)]
    [Range(2, 1024)]
    [MultipleOf(2)]
    public int StateSize { get; set; }

    /// <summary>S: independently trained state matrices (the official <c>n_ssm</c>); must divide the branch's features.</summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    [DivisorOf(nameof(Features))]
    public int Copies { get; set; }

    /// <summary>How the state matrices start.</summary>
    [DefaultValue(Initialisation.LegS)]
    public Initialisation Initialisation { get; set; }

    /// <summary>Rank of the low-rank term of the state matrix; <see cref="Initialisation.LegT"/> needs 2.</summary>
    [DefaultValue(1)]
    [Range(1, 16)]
    public int Rank { get; set; }

    /// <summary>The function that keeps Δ positive.</summary>
    [DefaultValue(PositiveTransform.Softplus)]
    public PositiveTransform DeltaTransform { get; set; }
}
