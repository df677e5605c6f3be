using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Applies <see cref="PositiveTransform"/> and its inverse.</summary>
internal static class PositiveTransforms
{
    /// <summary>Smaller initial values are raised to this, so that every inverse is finite; the official code's limit.</summary>
    private const double Smallest = 1e-4;

    /// <summary>torch takes softplus as the identity above this.</summary>
    private const double SoftplusIsLinear = 20;

    /// <summary>The value of a parameter.</summary>
    public static Tensor Apply(this PositiveTransform transform, Tensor parameter) => transform switch
    {
        PositiveTransform.None => parameter.alias(),
        PositiveTransform.Exp => parameter.exp(),
        PositiveTransform.Softplus => nn.functional.softplus(parameter),
        PositiveTransform.Relu => nn.functional.relu(parameter) + Smallest,
        PositiveTransform.Sigmoid => parameter.sigmoid(),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
    };

    /// <summary>The value of a parameter that is one number; as torch does it, so that both paths agree.</summary>
    public static double Apply(this PositiveTransform transform, double parameter) => transform switch
    {
        PositiveTransform.None => parameter,
        PositiveTransform.Exp => Math.Exp(parameter),
        PositiveTransform.Softplus => Softplus(parameter),
        PositiveTransform.Relu => Math.Max(parameter, 0) + Smallest,
        PositiveTransform.Sigmoid => Sigmoid(parameter),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
    };

    /// <summary>The derivative of the value by the parameter.</summary>
    public static double Slope(this PositiveTransform transform, double parameter) => transform switch
    {
        PositiveTransform.None => 1,
        PositiveTransform.Exp => Math.Exp(parameter),
        PositiveTransform.Softplus => parameter > SoftplusIsLinear ? 1 : Sigmoid(parameter),
        PositiveTransform.Relu => parameter > 0 ? 1 : 0,
        PositiveTransform.Sigmoid => Sigmoid(parameter) * (1 - Sigmoid(parameter)),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
    };

    /// <summary>The parameter that has a value.</summary>
    public static Tensor Invert(this PositiveTransform transform, Tensor value)
    {
        using Tensor positive = value.clamp_min(Smallest);
        return transform switch
        {
            PositiveTransform.None => positive.clone(),
            PositiveTransform.Exp => positive.log(),
            PositiveTransform.Softplus => Softplus(positive),
            PositiveTransform.Relu => positive - Smallest,
            PositiveTransform.Sigmoid => Logit(positive),
            _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
        };
    }

    private static double Softplus(double x)
    {
        double power = Math.Exp(x), sum = 1 + power;

        // ln(1 + y) with all digits of a small y: the rounding of the sum is taken back.
        return x > SoftplusIsLinear ? x : sum == 1 ? power : Math.Log(sum) * power / (sum - 1);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

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
