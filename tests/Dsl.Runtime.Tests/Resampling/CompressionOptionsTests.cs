using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The start of the intervals and their learning rate.</summary>
public sealed class CompressionOptionsTests
{
    private static readonly CompressionShape s_shape = new(2, 40, 8, 4, 0.5, 4, 2);

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 1.5)]
    [InlineData(true, -2)]
    [InlineData(true, 1)]
    public void Intervals_start_where_the_option_says(bool causal, double bias)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var layer = (s_shape with { Options = new CompressionOptions { DeltaBias = bias } }).Form(causal);
        Assert.Equal((float)bias, layer.state_dict()["b"].item<float>());
        using var compressed = layer.forward(randn(2, 40, 8), null);
        Assert.Equal(0.5 / (1 + Math.Exp(-bias)), compressed.RealisedRate(), 0.005);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_what_makes_intervals_has_their_learning_rate(bool causal)
    {
        using var layer = (s_shape with { Options = new CompressionOptions { DeltaLearningRate = 3e-4 } }).Form(causal);
        Assert.Equal(new OptimizerHint(3e-4, null), layer.HintFor("w_delta"));
        Assert.Equal(new OptimizerHint(3e-4, 0), layer.HintFor("b"));
        Assert.Equal(default, layer.HintFor("A_c"));
        Assert.Equal(new OptimizerHint(null, 0), layer.HintFor("mu"));
        Assert.Equal(new OptimizerHint(null, 0), layer.HintFor("a_c"));
    }

    [Theory]
    [InlineData(double.NaN, 1e-3, "DeltaBias")]
    [InlineData(double.PositiveInfinity, 1e-3, "DeltaBias")]
    [InlineData(0, 0, "DeltaLearningRate")]
    [InlineData(0, -1e-3, "DeltaLearningRate")]
    [InlineData(0, double.NaN, "DeltaLearningRate")]
    [InlineData(0, double.PositiveInfinity, "DeltaLearningRate")]
    public void Numbers_that_cannot_be_meant_are_refused_by_name(double bias, double rate, string name)
    {
        foreach (var causal in new[] { false, true })
        {
            var refused = Assert.Throws<ArgumentOutOfRangeException>(
                () => (s_shape with { Options = new CompressionOptions { DeltaBias = bias, DeltaLearningRate = rate } }).Form(causal));
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
    }
}
