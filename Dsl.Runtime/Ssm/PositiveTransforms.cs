using SerpentDsl.Kernels.Parameters;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>The functions that <see cref="PositiveTransform"/> names, and their inverses.</summary>
internal static class PositiveTransforms
{
    /// <summary>Applies the function to a stored parameter.</summary>
    public static Tensor Apply(this PositiveTransform transform, Tensor parameter) => transform switch
    {
        PositiveTransform.None => parameter.alias(),
        PositiveTransform.Exp => parameter.exp(),
        PositiveTransform.Softplus => parameter.Softplus(),
        PositiveTransform.Relu => nn.functional.relu(parameter).Plus(PositiveNumbers.Smallest),
        PositiveTransform.Sigmoid => parameter.sigmoid(),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
    };

    /// <summary>The stored parameter for which the function has a given value.</summary>
    public static Tensor Invert(this PositiveTransform transform, Tensor value)
    {
        using var positive = value.clamp_min(Scalars.Of(PositiveNumbers.Smallest));
        return transform switch
        {
            PositiveTransform.None => positive.clone(),
            PositiveTransform.Exp => positive.log(),
            PositiveTransform.Softplus => Softplus(positive),
            PositiveTransform.Relu => positive - Scalars.Of(PositiveNumbers.Smallest),
            PositiveTransform.Sigmoid => Logit(positive),
            _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
        };
    }

    // ln(e^v − 1), written so that neither a large nor a small v loses digits.
    private static Tensor Softplus(Tensor value)
    {
        using var scope = NewDisposeScope();
        return value.Plus((-(-value).expm1()).log()).MoveToOuterDisposeScope();
    }

    private static Tensor Logit(Tensor value)
    {
        using var scope = NewDisposeScope();
        return (value.log() - value.neg().Plus(1).log()).MoveToOuterDisposeScope();
    }
}
