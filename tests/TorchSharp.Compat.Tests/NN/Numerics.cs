using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

/// <summary>Comparison with plain numbers.</summary>
internal static class Numerics
{
    /// <summary>All elements in row-major order.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    public static void AssertClose(IEnumerable<double> expected, Tensor actual, double tolerance = 1e-12) =>
        AssertNumbers(expected, Values(actual), tolerance);

    public static void AssertNumbers(IEnumerable<double> expected, IReadOnlyList<double> actual, double tolerance = 1e-12)
    {
        var numbers = expected.ToArray();
        Assert.Equal(numbers.Length, actual.Count);
        for (var i = 0; i < numbers.Length; i++)
            Assert.True(Math.Abs(numbers[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(numbers[i])), $"element {i}: expected {numbers[i]:R}, got {actual[i]:R}");
    }

    /// <summary>float64 numbers drawn from N(0, 1), the same for the same seed.</summary>
    public static Tensor Normal(int seed, params long[] shape)
    {
        var random = new Random(seed);
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        using var flat = tensor(values);
        return flat.reshape(shape);
    }

    /// <summary>Checks backward's gradient of a scalar loss by a float64 leaf against central differences.</summary>
    public static void AssertGradient(Func<Tensor> loss, Tensor leaf, double tolerance = 1e-6)
    {
        const double step = 1e-6;
        using var scope = NewDisposeScope();
        leaf.grad = null;
        loss().backward();
        var gradient = Values(leaf.grad!);
        leaf.grad = null;
        using var guard = no_grad();
        var flat = leaf.detach().view(-1);
        for (var i = 0; i < gradient.Length; i++)
        {
            using var inner = NewDisposeScope();
            var value = flat[i].item<double>();
            flat[i].fill_(value + step);
            var above = loss().item<double>();
            flat[i].fill_(value - step);
            var below = loss().item<double>();
            flat[i].fill_(value);
            var difference = (above - below) / (2 * step);
            Assert.True(Math.Abs(gradient[i] - difference) <= tolerance * Math.Max(1, Math.Abs(difference)), $"element {i}: backward {gradient[i]:R}, differences {difference:R}");
        }
    }
}
