using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class SequenceDropoutTests
{
    [Fact]
    public void A_feature_is_dropped_everywhere_or_nowhere()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var dropout = new SequenceDropout(0.5);
        Tensor x = ones(4, 50, 30), y = dropout.call(x);
        Assert.Equal(y.narrow(1, 0, 1).expand(4, 50, 30), y);
        Assert.Equal([0f, 2f], y.unique().output.data<float>().ToArray());
        Assert.NotEqual(y[0], y[1]);
    }

    [Fact]
    public void The_mean_is_kept()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var dropout = new SequenceDropout(0.25);
        Assert.InRange(dropout.call(ones(100, 1, 400)).mean().item<float>(), 0.98f, 1.02f);
    }

    [Fact]
    public void In_evaluation_nothing_is_dropped()
    {
        using var scope = NewDisposeScope();
        using var dropout = new SequenceDropout(0.5);
        dropout.eval();
        var x = randn(2, 3, 4);
        Assert.Equal(x, dropout.call(x));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceDropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceDropout(double.NaN));
        using var dropout = new SequenceDropout(0.5);
        Assert.Contains("[4, 30]", Assert.Throws<ArgumentException>(() => dropout.call(ones(4, 30))).Message, StringComparison.Ordinal);
    }
}
