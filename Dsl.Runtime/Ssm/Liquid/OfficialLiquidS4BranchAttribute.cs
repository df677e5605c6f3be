using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is Liquid-S4 as the official code computes it (<see cref="OfficialLiquidS4"/>), with its defaults except
/// for the kernel, which the official default leaves out. Not causal in either setting of <see cref="BranchAttribute.Bidirectional"/>: for
/// causal models take <see cref="LiquidS4BranchAttribute"/>.
/// </summary>
[BranchLayer(typeof(OfficialLiquidS4))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OfficialLiquidS4BranchAttribute : StateSpaceBranchAttribute
{
    /// <summary>
    /// N: real dimension of each state; N/2 conjugate pairs are stored, rounded down. Odd sizes need <see cref="Initialisation.LegS"/>.
    /// </summary>
    [DefaultValue(64)]
    [Range(2, 1024)]
    public int StateSize { get; set; }

    /// <summary>Which liquid term (<c>liquid_kernel</c>): PB is what the authors advise.</summary>
    [DefaultValue(LiquidKernel.PB)]
    [AllowedValues(LiquidKernel.PB, LiquidKernel.KB)]
    public LiquidKernel Kernel { get; set; }

    /// <summary>Largest number of inputs in one product (<c>liquid_degree</c>).</summary>
    [DefaultValue(2)]
    [Range(2, 4)]
    public int Order { get; set; }

    /// <summary>Whether the products are of subsets of the last positions (<c>allcombs</c>) instead of neighbours.</summary>
    [DefaultValue(true)]
    public bool AllCombinations { get; set; }

    /// <summary>Bounds the products (<c>lcontract</c>).</summary>
    [DefaultValue(LiquidContraction.None)]
    public LiquidContraction Contraction { get; set; }

    /// <summary>
    /// S: independently trained state matrices (<c>n_ssm</c>); must divide the branch's features. Unset: one for each feature.
    /// </summary>
    [Range(1, int.MaxValue)]
    [DivisorOf(nameof(Features))]
    public int Copies { get; set; }

    /// <summary>How the state matrices start.</summary>
    [DefaultValue(Initialisation.LegS)]
    [AllowedValues(Initialisation.LegS, Initialisation.LegT, Initialisation.Fourier, Initialisation.Hippo)]
    public Initialisation Initialisation { get; set; }

    /// <summary>Rank of the low-rank term of the state matrix; <see cref="Initialisation.LegT"/> needs 2.</summary>
    [DefaultValue(1)]
    [Range(1, 16)]
    public int Rank { get; set; }
}
