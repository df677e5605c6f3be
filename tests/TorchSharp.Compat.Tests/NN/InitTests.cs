using static TorchSharp.torch;
using Init = TorchSharp.torch.nn.init;

namespace TorchSharp.Compat.Tests.NN;

public sealed class InitTests
{
    [Fact]
    public void FansCountTheReceptiveField()
    {
        using var matrix = zeros(3, 5);
        using var kernel = zeros(4, 6, 7);
        using var vector = zeros(3);
        Assert.Equal((5, 3), Init.CalculateFanInAndFanOut(matrix));
        Assert.Equal((42, 28), Init.CalculateFanInAndFanOut(kernel));
        Assert.Throws<ArgumentException>(() => Init.CalculateFanInAndFanOut(vector));
    }

    [Fact]
    public void Gains()
    {
        Assert.Equal(1, Init.calculate_gain(Init.NonlinearityType.Linear));
        Assert.Equal(1, Init.calculate_gain(Init.NonlinearityType.Sigmoid));
        Assert.Equal(5.0 / 3, Init.calculate_gain(Init.NonlinearityType.Tanh), 12);
        Assert.Equal(Math.Sqrt(2), Init.calculate_gain(Init.NonlinearityType.ReLU), 12);
        Assert.Equal(Math.Sqrt(2 / 1.04), Init.calculate_gain(Init.NonlinearityType.LeakyReLU, 0.2), 12);
    }

    [Fact]
    public void ScalesFollowTheFans()
    {
        manual_seed(5);
        using var weight = zeros(200, 300);
        AssertDeviation(Math.Sqrt(2.0 / 300), Init.kaiming_normal_(weight));
        AssertDeviation(Math.Sqrt(2.0 / 200), Init.kaiming_normal_(weight, mode: Init.FanInOut.FanOut, nonlinearity: Init.NonlinearityType.ReLU));
        AssertDeviation(Math.Sqrt(2.0 / 300), Init.kaiming_uniform_(weight));
        Assert.InRange(Numerics.Values(weight).Max(Math.Abs), 0.139, Math.Sqrt(6.0 / 300));
        AssertDeviation(2 * Math.Sqrt(2.0 / 500), Init.xavier_uniform_(weight, gain: 2));
        AssertDeviation(Math.Sqrt(2.0 / 500), Init.xavier_normal_(weight));
        AssertDeviation(0.3, Init.normal_(weight, mean: 0, std: 0.3));
        AssertDeviation(2 / Math.Sqrt(12), Init.uniform_(weight, -1, 1));
    }

    [Fact]
    public void TruncatedNormalStaysInsideAndHasItsDeviation()
    {
        manual_seed(6);
        using var weight = zeros(50_000);
        var values = Numerics.Values(Init.trunc_normal_(weight, mean: 1, std: 2, a: -1, b: 3));
        Assert.All(values, value => Assert.InRange(value, -1, 3));
        Assert.InRange(values.Average(), 0.98, 1.02);
        // Standard normal cut at one deviation: variance 1 - 2 phi(1) / (2 Phi(1) - 1) = 0.29112.
        Assert.InRange(values.Average(value => (value - 1) * (value - 1)), 4 * 0.285, 4 * 0.297);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    public void OrthogonalMatricesAreOrthonormalTimesTheGain(int rows, int columns)
    {
        manual_seed(7);
        using var scope = NewDisposeScope();
        var weight = Init.orthogonal_(zeros(rows, columns, dtype: ScalarType.Float64), gain: 2);
        var product = rows < columns ? weight.mm(weight.t()) : weight.t().mm(weight);
        Numerics.AssertClose(Numerics.Values(eye(3, dtype: ScalarType.Float64) * 4), product);
    }

    [Fact]
    public void ConstantsAndParametersInPlace()
    {
        using var parameter = nn.Parameter(ones(2));
        Assert.Same(parameter, Init.constant_(parameter, 0.5));
        Numerics.AssertClose([0.5, 0.5], parameter);
        Numerics.AssertClose([1, 1], Init.ones_(parameter));
        Numerics.AssertClose([0, 0], Init.zeros_(parameter));
        Assert.True(parameter is { requires_grad: true, is_leaf: true });
    }

    [Fact]
    public void TheSameSeedGivesTheSameLayers()
    {
        manual_seed(8);
        using var first = nn.Linear(4, 4);
        manual_seed(8);
        using var second = nn.Linear(4, 4);
        Numerics.AssertClose(Numerics.Values(first.weight), second.weight, 0);
        Numerics.AssertClose(Numerics.Values(first.bias!), second.bias!, 0);
    }

    private static void AssertDeviation(double expected, Tensor tensor)
    {
        var values = Numerics.Values(tensor);
        var mean = values.Average();
        Assert.InRange(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), 0.98 * expected, 1.02 * expected);
    }
}
