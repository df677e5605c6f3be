using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Flax's LayerNorm, or its BatchNorm in training, with the parameters of an s5 file.</summary>
internal sealed class OfficialNorm(Fixture fixture, ScalarType dtype)
{
    private readonly bool _isBatchNorm = fixture.Bool("batchnorm", false);
    private readonly Tensor _scale = fixture.Tensor("param.norm.scale", dtype).requires_grad_(true);
    private readonly Tensor _bias = fixture.Tensor("param.norm.bias", dtype).requires_grad_(true);

    /// <summary>Normalises <c>[batch, length, features]</c>.</summary>
    public Tensor Apply(Tensor x)
    {
        long[] axes = _isBatchNorm ? [0, 1] : [2];
        var centred = x - x.mean(axes, keepdim: true);
        var deviation = centred.Squared().mean(axes, keepdim: true).Plus(_isBatchNorm ? 1e-5 : 1e-6).sqrt();
        return (centred / deviation * _scale).Plus(_bias);
    }

    /// <summary>Compares the gradients, after backward.</summary>
    public void CheckGradients()
    {
        Tolerance.AssertClose(fixture, "grad.norm.scale", _scale.grad);
        Tolerance.AssertClose(fixture, "grad.norm.bias", _bias.grad);
    }
}
