using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Clips gradients by their norm as <c>nn.utils.clip_grad_norm_</c> does, with one pass over memory, and a second one only where they are
/// too long. Gradients that are not float32 on the CPU take that function.
/// </summary>
public static class FusedGradientClip
{
    /// <summary>torch adds this number to the norm before the division by the norm.</summary>
    private const double Epsilon = 1e-6;

    /// <summary>Scales all gradients down so that their norm, over all of them together, is at most a limit.</summary>
    /// <param name="parameters">The parameters; parameters without a gradient count nothing.</param>
    /// <param name="most">The limit.</param>
    /// <returns>The norm before. Where the norm is no finite number, the gradients are left as they are.</returns>
    public static double Apply(IEnumerable<Parameter> parameters, double most)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NewDisposeScope();
        Parameter[] all = [.. parameters];
        Tensor[] gradients = [.. all.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (!gradients.All(gradient => FusedKernels.FitInPlace(gradient)))
        {
            return nn.utils.clip_grad_norm_(all, most);
        }

        double norm = Math.Sqrt(gradients.Sum(SumOfSquares)), factor = most / (norm + Epsilon);
        if (factor < 1 && double.IsFinite(norm))
        {
            using var scale = factor.ToScalar();
            foreach (var gradient in gradients)
            {
                gradient.mul_(scale);
            }
        }

        return norm;
    }

    private static unsafe double SumOfSquares(Tensor gradient)
    {
        var elements = gradient.numel();
        var tiles = SquareSumTiles.CountOf(elements);
        if (tiles == 0)
        {
            return 0;
        }

        var sums = new double[tiles];
        fixed (double* target = sums)
        {
            CpuWorkers.Run(tiles, new SquareSumTiles { Values = TensorMemory.Floats(gradient), Elements = elements, Sums = target });
        }

        return sums.Sum();
    }
}
