using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>A branch whose sequence layer is a Mamba block (<see cref="Mamba"/>), with the official defaults. Always causal.</summary>
[BranchLayer(typeof(Mamba))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MambaBranchAttribute : SelectiveBranchAttribute
{
    /// <summary>N: states per channel (the official <c>d_state</c>).</summary>
    [DefaultValue(16)]
    [Range(1, 1024)]
    public int StateSize { get; set; }

    /// <summary>
    /// R: rank of the projection that Δ goes through (<c>dt_rank</c>); 0: a sixteenth of the features, rounded up (<c>"auto"</c>).
    /// </summary>
    [DefaultValue(0)]
    [Range(0, int.MaxValue)]
    public int DtRank { get; set; }

    /// <summary>How the weights of Δ's second projection, from its rank to the channels, are initialised (<c>dt_init</c>).</summary>
    [DefaultValue(DeltaInitialisation.Random)]
    public DeltaInitialisation DeltaInitialisation { get; set; }

    /// <summary>Factor on those weights (<c>dt_scale</c>).</summary>
    [DefaultValue(1.0)]
    [Range(0.0, 1e6)]
    public double DeltaScale { get; set; }
}
