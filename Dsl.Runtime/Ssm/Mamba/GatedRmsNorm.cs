using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Root-mean-square normalisation over groups of features, with a gate: RMS(y ⊙ SiLU(z)) · weight, or with the norm first
/// RMS(y) · weight ⊙ SiLU(z), as in Mamba-2.
/// </summary>
internal sealed class GatedRmsNorm : nn.Module
{
    /// <summary>Added to the mean of the squares.</summary>
    public const double Epsilon = 1e-5;

    private readonly Parameter weight;

    /// <summary>Makes the layer with weights of one.</summary>
    /// <param name="features">Number of features, a multiple of the groups.</param>
    /// <param name="groups">Number of groups of neighbouring features; each is normalised by itself.</param>
    /// <param name="normFirst">Whether the norm comes before the gate.</param>
    public GatedRmsNorm(long features, long groups, bool normFirst)
        : base(nameof(GatedRmsNorm))
    {
        weight = ModuleTensor.Parameter(ones(features));
        (Groups, NormFirst) = (groups, normFirst);
        RegisterComponents();
    }

    /// <summary>Number of groups of neighbouring features; each is normalised by itself.</summary>
    public long Groups { get; }

    /// <summary>Whether the norm comes before the gate.</summary>
    public bool NormFirst { get; }

    /// <summary>The weights, <c>[features]</c>.</summary>
    public Tensor Weight => weight;

    /// <summary>Normalises.</summary>
    /// <param name="y">Any shape that ends in the features.</param>
    /// <param name="z">The gate, of the same shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public Tensor Apply(Tensor y, Tensor z)
    {
        using var scope = NewDisposeScope();
        var gate = nn.functional.silu(z);
        var grouped = (NormFirst ? y : y * gate).unflatten(y.dim() - 1, Groups, y.shape[^1] / Groups);
        var scale = grouped.Squared().mean([-1], keepdim: true).Plus(Epsilon).rsqrt();
        var normed = (grouped * scale).flatten(-2) * weight;
        return (NormFirst ? normed * gate : normed).MoveToOuterDisposeScope();
    }
}
