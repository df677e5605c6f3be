using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>A branch whose sequence layer is multi-head softmax attention (<see cref="Attention"/>; arXiv 1706.03762).</summary>
[BranchLayer(typeof(Attention))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AttentionBranchAttribute : BranchAttribute
{
    /// <summary>Number of heads; it divides the branch's width.</summary>
    [DefaultValue(4)]
    [Range(1, int.MaxValue)]
    [DivisorOf("Features")]
    public int Heads { get; set; }

    /// <summary>
    /// Positions that one position reads in a direction, itself counted; memory is then linear in the length, and a stream caches as many
    /// keys and values. 0: all, up to the model's greatest length.
    /// </summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int Window { get; set; }

    /// <summary>Whether the four projections have biases.</summary>
    [DefaultValue(true)]
    public bool Bias { get; set; }

    /// <summary>
    /// Probability that a weight of the attention is dropped in training, in [0, 1). Above 0 all weights are kept for the backward pass,
    /// which takes memory with the square of the length, and which the facts do not count.
    /// </summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; set; }
}
