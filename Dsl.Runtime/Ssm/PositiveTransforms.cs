using SerpentDsl.Kernels.Parameters;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Applies <see cref="PositiveTransform"/> and its inverse.</summary>
internal static class PositiveTransforms
{
    /// <summary>The value of a parameter.</summary>
    public static Tensor Apply(this PositiveTransform transform, Tensor parameter) => transform switch
    {
        PositiveTransform.None => parameter.alias(),
        PositiveTransform.Exp => parameter.exp(),
        PositiveTransform.Softplus => nn.functional.softplus(parameter),
        PositiveTransform.Relu => nn.functional.relu(parameter) + PositiveNumbers.Smallest,
        PositiveTransform.Sigmoid => parameter.sigmoid(),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
    };

    /// <summary>The parameter that has a value.</summary>
    public static Tensor Invert(this PositiveTransform transform, Tensor value)
    {
        using Tensor positive = value.clamp_min(PositiveNumbers.Smallest);
        return transform switch
        {
            PositiveTransform.None => positive.clone(),
            PositiveTransform.Exp => positive.log(),
            PositiveTransform.Softplus => Softplus(positive),
            PositiveTransform.Relu => positive - PositiveNumbers.Smallest,
            PositiveTransform.Sigmoid => Logit(positive),
            _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
        };
    }

    // ln(e^v − 1), written so that neither a large nor a small v loses digits.
    private static Tensor Softplus(Tensor value)
    {
        using var scope = NewDisposeScope();
        return (value + (-(-value).expm1()).log()).MoveToOuterDisposeScope();
    }

    private static Tensor Logit(Tensor value)
    {
        using var scope = NewDisposeScope();
        return (value.log() - (1 - value).log()).MoveToOuterDisposeScope();
    }
}
