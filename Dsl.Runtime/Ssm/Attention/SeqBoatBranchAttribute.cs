using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is SeqBoat's sparse modular activation (<see cref="SeqBoat"/>; arXiv 2306.11197), with the defaults of the
/// official Long Range Arena experiments. The block of the paper has <see cref="BackboneAttribute.SkipActivation"/> SiLU.
/// </summary>
[BranchLayer(typeof(SeqBoat))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SeqBoatBranchAttribute : GatedAttentionBranchAttribute
{
    /// <summary>w: an active position reads the active positions that are at most w away. 0: all of them.</summary>
    [DefaultValue(128)]
    [Range(0, int.MaxValue)]
    public int Window { get; set; }

    /// <summary>
    /// Whether the relative bias depends on the distance among active positions (<c>local-pos</c>), in a window; else on that of the
    /// original positions.
    /// </summary>
    [DefaultValue(false)]
    public bool LocalPositions { get; set; }
}
