using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW share.</summary>
internal static class AdamMoments
{
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

    /// <summary>The tensor itself, or the real view [*, 2] of a complex one.</summary>
    public static Tensor Real(Tensor tensor) => tensor.is_complex() ? view_as_real(tensor) : tensor;
}
