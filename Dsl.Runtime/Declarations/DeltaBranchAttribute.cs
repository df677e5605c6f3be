using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// A branch whose systems are discretised with a trained step Δ, whose initial values are log-uniform between two bounds.
/// </summary>
public abstract class DeltaBranchAttribute : BranchAttribute
{
    /// <summary>Smallest initial step Δ (<c>dt_min</c>).</summary>
    [DefaultValue(1e-3)]
    [Range(1e-6, 1e3)]
    public double MinDelta { get; set; }

    /// <summary>Largest initial step Δ (<c>dt_max</c>).</summary>
    [DefaultValue(1e-1)]
    [Range(1e-6, 1e3)]
    [NotBelow(nameof(MinDelta))]
    public double MaxDelta { get; set; }
}
