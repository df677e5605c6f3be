using SerpentDsl.Layers;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class GatedLinearMixerTests
{
    [Fact]
    public void One_half_gates_the_other()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var mixer = new GatedLinearMixer(3).to(ScalarType.Float64);
        var state = mixer.state_dict();
        Assert.Equal(["linear.bias", "linear.weight"], state.Keys.Order());
        Assert.Equal([6L, 3], state["linear.weight"].shape);
        var x = randn([2, 4, 3], ScalarType.Float64, requires_grad: true);
        var halves = nn.functional.linear(x, state["linear.weight"], state["linear.bias"]).chunk(2, -1);
        Tolerance.AssertClose(halves[0].mul(halves[1].sigmoid()), mixer.forward(x), 1e-14, "mixed");
        FiniteDifferences.AssertGradients(() => mixer.forward(x).sin().sum(), [("x", x), .. state.Select(pair => (pair.Key, pair.Value))]);
        Tolerance.AssertClose(mixer.forward(x).select(1, 2), mixer.forward(x.select(1, 2)), 1e-14, "one position alone");
        Assert.Contains(
            "[batch, …, 3], not [2, 4]",
            Assert.Throws<ArgumentException>(() => mixer.forward(ones(2, 4))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        using var mixer = new GatedLinearMixer(3);
        using var x = ones(2, 4, 3);
        LeakCheck.AssertFlat(() =>
        {
            using var y = mixer.forward(x);
            using var loss = y.sum();
            loss.backward();
        });
    }
}
