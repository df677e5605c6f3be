namespace SerpentDsl.Kernels.Parameters;

/// <summary>Applies <see cref="PositiveTransform"/> to single numbers.</summary>
internal static class PositiveNumbers
{
    /// <summary>Smaller initial values are raised to this, so that every inverse is finite; the official code's limit.</summary>
    public const double Smallest = 1e-4;

    /// <summary>torch takes softplus as the identity above this.</summary>
    private const double SoftplusIsLinear = 20;

    /// <summary>
    /// The value of a parameter that is one number; computed as torch computes it, so that the fused kernel and the reference path agree.
    /// </summary>
    public static double Apply(this PositiveTransform transform, double parameter) => transform switch
    {
        PositiveTransform.None => parameter,
        PositiveTransform.Exp => Math.Exp(parameter),
        PositiveTransform.Softplus => Softplus(parameter),
        PositiveTransform.Relu => Math.Max(parameter, 0) + Smallest,
        PositiveTransform.Sigmoid => Sigmoid(parameter),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
    };

    /// <summary>The derivative of the value with respect to the parameter.</summary>
    public static double Slope(this PositiveTransform transform, double parameter) => transform switch
    {
        PositiveTransform.None => 1,
        PositiveTransform.Exp => Math.Exp(parameter),
        PositiveTransform.Softplus => parameter > SoftplusIsLinear ? 1 : Sigmoid(parameter),
        PositiveTransform.Relu => parameter > 0 ? 1 : 0,
        PositiveTransform.Sigmoid => Sigmoid(parameter) * (1 - Sigmoid(parameter)),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such transform."),
    };

    private static double Softplus(double x)
    {
        double power = Math.Exp(x), sum = 1 + power;

        // ln(1 + y) with all digits of a small y: the rounding of the sum is taken back.
        return x > SoftplusIsLinear ? x : sum == 1 ? power : Math.Log(sum) * power / (sum - 1);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
