using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is GateLoop (<see cref="GateLoop"/>; arXiv 2311.01927): linear attention with complex gates from the
/// input. Always causal.
/// </summary>
[BranchLayer(typeof(GateLoop))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GateLoopBranchAttribute : BranchAttribute
{
    /// <summary>Heads, each with one gate and a state of its own (<c>heads</c>). 0: one per channel, the default of the code.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    [DivisorOf(GateLoopShape.Inner)]
    public int Heads { get; set; }

    /// <summary>Channels of queries, keys and values each (<c>dim_inner</c>). 0: the features.</summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int InnerFeatures { get; set; }

    /// <summary>Whether gates are complex; else they are real, of either sign (<c>ablate_complex</c>).</summary>
    [DefaultValue(true)]
    public bool ComplexGates { get; set; }

    /// <summary>Whether the outputs are multiplied by SiLU of a projection of the input (<c>add_swish_gating</c>).</summary>
    [DefaultValue(true)]
    public bool OutputGate { get; set; }

    /// <summary>Whether a layer norm over all heads follows the recurrence (<c>sub_ln</c>).</summary>
    [DefaultValue(false)]
    public bool SubNorm { get; set; }

    /// <summary>
    /// Factor of the gradient into the gates (<c>frac_gradient_state_transition</c>; 0.9 there). The outputs do not depend on it. With
    /// another value than 1 the gradients are deliberately not those of the outputs, and <c>verify</c> says so.
    /// </summary>
    [DefaultValue(1.0)]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double GateGradient { get; set; }
}
