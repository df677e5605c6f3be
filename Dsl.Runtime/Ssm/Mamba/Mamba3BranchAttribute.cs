using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is a Mamba-3 block with one input and one output per head (<see cref="Mamba3"/>), with the official
/// defaults. Always causal.
/// </summary>
[BranchLayer(typeof(Mamba3))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Mamba3BranchAttribute : DeltaBranchAttribute
{
    /// <summary>N: states per channel (the official <c>d_state</c>).</summary>
    [DefaultValue(128)]
    [Range(2, 4096)]
    public int StateSize { get; set; }

    /// <summary>Channels of the block per feature (<c>expand</c>).</summary>
    [DefaultValue(2)]
    [Range(1, 64)]
    public int Expand { get; set; }

    /// <summary>P: channels of a head (<c>headdim</c>); divides the channels of the block.</summary>
    [DefaultValue(64)]
    [Range(1, int.MaxValue)]
    [DivisorOf(Mamba3Shape.Inner)]
    public int HeadSize { get; set; }

    /// <summary>G: number of sets of B and C (<c>ngroups</c>); a divisor of the number of heads.</summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    [DivisorOf(Mamba3Shape.Heads)]
    public int Groups { get; set; }

    /// <summary>Whether all numbers of the state are turned; else half of them are (<c>rope_fraction</c> 1 and 0.5).</summary>
    [DefaultValue(false)]
    public bool FullRotation { get; set; }

    /// <summary>The least −A (<c>A_floor</c>).</summary>
    [DefaultValue(1e-4)]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double LeastDecay { get; set; }

    /// <summary>Initial steps Δ below this are raised to it (<c>dt_init_floor</c>).</summary>
    [DefaultValue(1e-4)]
    [Range(1e-9, 1e3)]
    public double DeltaFloor { get; set; }

    /// <summary>Whether a norm per head comes before the gate (<c>is_outproj_norm</c>).</summary>
    [DefaultValue(false)]
    public bool OutputNorm { get; set; }

    /// <summary>
    /// The initial weights of the last projection are divided by the square root of this. The official language models use their depth; the
    /// official layer alone uses 1.
    /// </summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    public int ResidualLayers { get; set; }
}
