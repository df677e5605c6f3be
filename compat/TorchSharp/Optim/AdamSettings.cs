namespace TorchSharp.Modules;

/// <summary>What one step of AdamW takes from its group.</summary>
internal readonly record struct AdamSettings(double Rate, double Beta1, double Beta2, double Epsilon, double Decay, bool Amsgrad, bool Maximize)
{
    /// <summary>What the parameter is multiplied by before the step.</summary>
    public double Shrinkage => 1 - (Rate * Decay);

    /// <summary>The factor of average / (root + epsilon) that is added to the parameter.</summary>
    public double Step(long number) => -Rate / (1 - Math.Pow(Beta1, number));

    /// <summary>What the root of the averaged square is divided by.</summary>
    public double RootCorrection(long number) => Math.Sqrt(1 - Math.Pow(Beta2, number));

    public static void Check(double lr, double beta1, double beta2, double eps, double weight_decay)
    {
        if (lr < 0)
            throw new ArgumentException($"Invalid learning rate: {lr}");
        if (eps < 0)
            throw new ArgumentException($"Invalid ε: {eps}");
        if (beta1 is < 0 or >= 1)
            throw new ArgumentException($"Invalid beta1: {beta1}");
        if (beta2 is < 0 or >= 1)
            throw new ArgumentException($"Invalid beta2: {beta2}");
        if (weight_decay < 0)
            throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
    }
}
