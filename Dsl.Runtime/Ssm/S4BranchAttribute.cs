using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>
/// A branch whose sequence layer is S4 (<see cref="S4"/>). The defaults are those of the official Long Range Arena
/// configurations, but for the state size, which is the official class's.
/// </summary>
[BranchLayer(typeof(S4))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class S4BranchAttribute : BranchAttribute
{
    /// <summary>N: real dimension of each state (the official <c>d_state</c>), even; N/2 conjugate pairs are stored.</summary>
    [DefaultValue(64)]
    [Range(2, 1024)]
    [MultipleOf(2)]
    public int StateSize { get; set; }

    /// <summary>S: independently trained state matrices (the official <c>n_ssm</c>); must divide the branch's features.</summary>
    [DefaultValue(1)]
    [Range(1, int.MaxValue)]
    [DivisorOf(nameof(Features))]
    public int Copies { get; set; }

    /// <summary>How the state matrices start.</summary>
    [DefaultValue(Initialisation.LegS)]
    public Initialisation Initialisation { get; set; }

    /// <summary>Rank of the low-rank term of the state matrix; <see cref="Initialisation.LegT"/> needs 2.</summary>
    [DefaultValue(1)]
    [Range(1, 16)]
    public int Rank { get; set; }

    /// <summary>Smallest initial step Δ.</summary>
    [DefaultValue(1e-3)]
    [Range(1e-6, 1e3)]
    public double MinDelta { get; set; }

    /// <summary>Largest initial step Δ.</summary>
    [DefaultValue(1e-1)]
    [Range(1e-6, 1e3)]
    [NotBelow(nameof(MinDelta))]
    public double MaxDelta { get; set; }

    /// <summary>The function that keeps Δ positive.</summary>
    [DefaultValue(PositiveTransform.Softplus)]
    public PositiveTransform DeltaTransform { get; set; }

    /// <summary>Learning rate of the state matrices A, B and P, whose weight decay is 0.</summary>
    [DefaultValue(1e-3)]
    [Range(1e-9, 1.0)]
    public double SsmLearningRate { get; set; }

    /// <summary>The pointwise function at the layer's end.</summary>
    [DefaultValue(Activation.Gelu)]
    public Activation Activation { get; set; }
}
