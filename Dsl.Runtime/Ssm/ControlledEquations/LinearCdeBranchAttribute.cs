using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is a linear controlled differential equation (<see cref="LinearCde"/>; arXiv 2402.19047), with the
/// defaults of the authors' code. Always causal.
/// </summary>
[BranchLayer(typeof(LinearCde))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LinearCdeBranchAttribute : BranchAttribute
{
    /// <summary>N: numbers of the state (<c>hidden_dim</c>). 0: the features; with another number a projection ends the layer.</summary>
    [DefaultValue(0)]
    [Range(0, 4096)]
    public int StateSize { get; set; }

    /// <summary>
    /// Numbers of the state that mix with each other. 0: all, a dense matrix per control; 1: none, a diagonal; else the size of the blocks
    /// on the diagonal. The matrices have N · block · (features + 1) entries.
    /// </summary>
    [DefaultValue(0)]
    [Range(0, 4096)]
    [DivisorOf(LinearCdeShape.States)]
    public int BlockSize { get; set; }

    /// <summary>What drives the state.</summary>
    [DefaultValue(CdeControl.Value)]
    public CdeControl Control { get; set; }

    /// <summary>How the state moves from position to position.</summary>
    [DefaultValue(CdeSolution.Euler)]
    public CdeSolution Solution { get; set; }

    /// <summary>
    /// The matrices start with normal entries of this standard deviation over √N. With <see cref="CdeControl.Increment"/>, the move of a
    /// position should stay below about 1: divide by the square root of the features.
    /// </summary>
    [DefaultValue(1.0)]
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double ControlScale { get; set; }
}
