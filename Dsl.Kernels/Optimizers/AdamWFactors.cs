namespace SerpentDsl.Kernels.Optimizers;

/// <summary>The numbers of one step of AdamW with one parameter.</summary>
/// <param name="Decay">Factor of the parameter: 1 − learning rate · weight decay.</param>
/// <param name="Beta1">β₁, the past's weight in the first moment.</param>
/// <param name="Beta2">β₂, the past's weight in the second moment.</param>
/// <param name="Correction">√(1 − β₂^step).</param>
/// <param name="Epsilon">ε, added to the root of the second moment.</param>
/// <param name="StepSize">learning rate / (1 − β₁^step).</param>
internal readonly record struct AdamWFactors(float Decay, float Beta1, float Beta2, float Correction, float Epsilon, float StepSize)
{
    /// <summary>Computes the numbers in float64.</summary>
    /// <param name="learningRate">Learning rate.</param>
    /// <param name="weightDecay">Decoupled weight decay.</param>
    /// <param name="beta1">Decay of the first moment, β₁.</param>
    /// <param name="beta2">Decay of the second moment, β₂.</param>
    /// <param name="epsilon">Epsilon, ε.</param>
    /// <param name="step">Number of the step with this parameter, from 1.</param>
    public static AdamWFactors Of(double learningRate, double weightDecay, double beta1, double beta2, double epsilon, long step) => new(
        (float)(1 - (learningRate * weightDecay)),
        (float)beta1,
        (float)beta2,
        (float)Math.Sqrt(1 - Math.Pow(beta2, step)),
        (float)epsilon,
        (float)(learningRate / (1 - Math.Pow(beta1, step))));
}
