using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

/// <summary>Compares tensors with literal values.</summary>
internal static class Check
{
    public static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(float64).contiguous().data<double>().ToArray();
    }

    public static void Close(Tensor tensor, double[] expected, double tolerance = 1e-6)
    {
        double[] actual = Values(tensor);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = double.IsNaN(expected[i]) ? double.IsNaN(actual[i]) : actual[i] == expected[i] || Math.Abs(actual[i] - expected[i]) <= tolerance;
            Assert.True(same, $"element {i} is {actual[i]}, not {expected[i]}; all: [{string.Join(", ", actual)}]");
        }
    }

    public static void Is(Tensor tensor, long[] shape, params double[] expected)
    {
        Assert.Equal(shape, tensor.shape);
        Close(tensor, expected);
    }

    /// <summary>Central differences of a scalar function of a float64 tensor against autograd.</summary>
    public static void Gradient(Func<Tensor, Tensor> function, Tensor input, double tolerance = 1e-6)
    {
        using var scope = NewDisposeScope();
        var leaf = input.detach().clone().requires_grad_();
        function(leaf).backward();
        double[] analytic = Values(leaf.grad!);
        double[] values = Values(input);
        const double Step = 1e-5;
        for (int i = 0; i < values.Length; i++)
        {
            double At(double shift)
            {
                double[] moved = [.. values];
                moved[i] += shift;
                return function(tensor(moved, input.shape)).item<double>();
            }

            double numeric = (At(Step) - At(-Step)) / (2 * Step);
            Assert.True(
                Math.Abs(numeric - analytic[i]) <= tolerance * Math.Max(1, Math.Abs(numeric)),
                $"gradient {i} is {analytic[i]}, finite differences say {numeric}");
        }
    }
}
