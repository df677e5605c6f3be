using System.Globalization;
using Xunit;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>Checks gradients against central differences, in float64.</summary>
public static class FiniteDifferences
{
    /// <summary>
    /// Fails unless the backward pass's gradients of a scalar loss agree with central differences, within
    /// <paramref name="tolerance"/> of the largest entry of each gradient.
    /// </summary>
    /// <param name="loss">Computes the loss from the current values of the inputs; called many times.</param>
    /// <param name="inputs">The leaves to differentiate with respect to: float64, requiring gradients. Their values are changed and
    /// restored.</param>
    /// <param name="step">Half the distance between the two points of a difference.</param>
    /// <param name="tolerance">Largest relative error, in addition to the rounding errors of the differences.</param>
    public static void AssertGradients(
        Func<Tensor> loss, IReadOnlyList<(string Name, Tensor Leaf)> inputs, double step = 1e-5, double tolerance = 1e-6)
    {
        foreach (var (name, leaf) in inputs)
        {
            Assert.True(
                leaf.dtype == ScalarType.Float64 && leaf.requires_grad && leaf.is_contiguous(),
                $"'{name}' must be a contiguous float64 leaf that requires gradients.");
        }

        var gradients = Gradients(loss, inputs, out var value);
        var rounding = 1e-15 * Math.Max(1, Math.Abs(value)) / step;
        for (var i = 0; i < inputs.Count; i++)
        {
            var numerical = Numerical(loss, inputs[i].Leaf, step);
            var scale = Math.Max(numerical.Max(Math.Abs), 1e-6);
            for (var k = 0; k < numerical.Length; k++)
            {
                var error = Math.Max(0, Math.Abs(gradients[i][k] - numerical[k]) - rounding) / scale;
                Assert.True(error <= tolerance, string.Create(CultureInfo.InvariantCulture,
                    $"gradient of '{inputs[i].Name}', element {k}: backward gives {gradients[i][k]:G9}, differences give {numerical[k]:G9} "
                        + $"(error {error:E2} of the largest, {scale:G4})."));
            }
        }
    }

    private static double[][] Gradients(Func<Tensor> loss, IReadOnlyList<(string Name, Tensor Leaf)> inputs, out double value)
    {
        using var scope = NewDisposeScope();
        foreach (var (_, leaf) in inputs)
        {
            leaf.grad = null;
        }

        var result = loss();
        value = result.item<double>();
        result.backward();
        double[][] gradients = [.. inputs.Select(input => input.Leaf.grad is { } grad
            ? grad.cpu().contiguous().data<double>().ToArray()
            : new double[input.Leaf.numel()])];
        foreach (var (_, leaf) in inputs)
        {
            leaf.grad = null;
        }

        return gradients;
    }

    private static double[] Numerical(Func<Tensor> loss, Tensor leaf, double step)
    {
        using var noGrad = no_grad();
        using var flat = leaf.detach().view(-1);
        var gradient = new double[leaf.numel()];
        for (var k = 0; k < gradient.Length; k++)
        {
            using var scope = NewDisposeScope();
            var value = flat[k].item<double>();
            flat[k] = tensor(value + step, ScalarType.Float64);
            var above = loss().item<double>();
            flat[k] = tensor(value - step, ScalarType.Float64);
            var below = loss().item<double>();
            flat[k] = tensor(value, ScalarType.Float64);
            gradient[k] = (above - below) / (2 * step);
        }

        return gradient;
    }
}
