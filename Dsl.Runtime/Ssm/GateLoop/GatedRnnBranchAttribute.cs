using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is a gated linear recurrent network (<see cref="GatedRnn"/>), the real form in GateLoop's official
/// repository. Always causal.
/// </summary>
[BranchLayer(typeof(GatedRnn))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GatedRnnBranchAttribute : BranchAttribute
{
    /// <summary>Numbers of the state (<c>d_h</c>). 0: the features.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int StateSize { get; set; }

    /// <summary>Whether the forget gate is one minus the input gate; else it has a projection of its own (<c>use_tied_gates</c>).</summary>
    [DefaultValue(true)]
    public bool TiedGates { get; set; }

    /// <summary>
    /// Whether the gates also depend on the state before (<c>use_true_recurrence</c>), by weights that start at zero. Such a recurrence is
    /// not linear: it runs position by position.
    /// </summary>
    [DefaultValue(false)]
    public bool TrueRecurrence { get; set; }
}
