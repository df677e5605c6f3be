using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is Liquid-S4 by its definition (<see cref="LiquidS4"/>): causal, and computed from the current parameters.
/// The defaults are those of the official code except for the kernel: KB keeps the powers of Ā of the recurrence.
/// </summary>
[BranchLayer(typeof(LiquidS4))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LiquidS4BranchAttribute : StateSpaceBranchAttribute
{
    /// <summary>N: real dimension of each state; N/2 conjugate pairs are stored, rounded down.</summary>
    [DefaultValue(64)]
    [Range(2, 1024)]
    public int StateSize { get; set; }

    /// <summary>Which terms with products of inputs are computed.</summary>
    [DefaultValue(LiquidKernel.KB)]
    public LiquidKernel Kernel { get; set; }

    /// <summary>
    /// Largest number of inputs in one product (the official <c>liquid_degree</c>); <see cref="LiquidKernel.Exact"/> has all.
    /// </summary>
    [DefaultValue(2)]
    [Range(2, 4)]
    public int Order { get; set; }

    /// <summary>Bounds the products; with <see cref="LiquidKernel.Exact"/> the input that multiplies the state.</summary>
    [DefaultValue(LiquidContraction.None)]
    public LiquidContraction Contraction { get; set; }
}
