using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is moving-average equipped gated attention (<see cref="Mega"/>; arXiv 2209.10655), with the defaults of
/// the official Long Range Arena experiments.
/// </summary>
[BranchLayer(typeof(Mega))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MegaBranchAttribute : GatedAttentionBranchAttribute
{
    /// <summary>
    /// Positions of a chunk, in which attention stays (<c>chunk_size</c>); memory is then linear in the length. 0: one chunk of the model's
    /// greatest length.
    /// </summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int ChunkLength { get; set; }

    /// <summary>What is added to similarities by distance (<c>rel_pos_bias</c>).</summary>
    [DefaultValue(RelativeBiasKind.Simple)]
    public RelativeBiasKind RelativeBias { get; set; }
}
