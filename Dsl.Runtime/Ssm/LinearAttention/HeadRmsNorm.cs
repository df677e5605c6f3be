using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Root-mean-square normalisation of the channels of every head, with one weight vector for all heads.</summary>
internal sealed class HeadRmsNorm : nn.Module
{
    private const double Epsilon = 1e-5;

    private readonly Parameter weight;

    /// <summary>Makes the layer with weights of one.</summary>
    /// <param name="channels">Channels of a head.</param>
    public HeadRmsNorm(long channels)
        : base(nameof(HeadRmsNorm))
    {
        weight = ModuleTensor.Parameter(ones(channels));
        RegisterComponents();
    }

    /// <summary>Normalises.</summary>
    /// <param name="x">Any shape that ends in the channels.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public Tensor Apply(Tensor x)
    {
        using var scope = NewDisposeScope();
        var scale = x.Squared().mean([-1], keepdim: true).Plus(Epsilon).rsqrt();
        return (x * scale * weight).MoveToOuterDisposeScope();
    }
}
