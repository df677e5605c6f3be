using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

/// <summary>The mixers without a linear layer of twice the width.</summary>
public class MixerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_half_gate_is_that_of_S5(bool geluGate)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var mixer = new HalfGatedMixer(4, geluGate).to(ScalarType.Float64);
        Check(mixer, (x, state) =>
        {
            var seen = geluGate ? Gelu(x) : x;
            return x.mul(nn.functional.linear(seen, state["gate.weight"], state["gate.bias"]).sigmoid());
        });
    }

    [Fact]
    public void A_linear_layer_behind_GELU()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        Check(
            new GeluLinearMixer(4).to(ScalarType.Float64),
            (x, state) => nn.functional.linear(Gelu(x), state["linear.weight"], state["linear.bias"]));
    }

    private static Tensor Gelu(Tensor x) => x.mul(Scalars.Of(0.5)).mul(x.div(Scalars.Of(double.Sqrt(2))).erf().Plus(1));

    private static void Check(nn.Module<Tensor, Tensor> mixer, Func<Tensor, Dictionary<string, Tensor>, Tensor> expected)
    {
        var state = mixer.state_dict();
        var x = randn([2, 3, 4], ScalarType.Float64, requires_grad: true);
        Tolerance.AssertClose(expected(x, state), mixer.call(x), 1e-13, "mixed");
        FiniteDifferences.AssertGradients(() => mixer.call(x).sin().sum(), [("x", x), .. state.Select(pair => (pair.Key, pair.Value))]);
        Tolerance.AssertClose(mixer.call(x).select(1, 1), mixer.call(x.select(1, 1)), 1e-14, "one position alone");
        Assert.Contains(
            "[batch, …, 4], not [2, 5]", Assert.Throws<ArgumentException>(() => mixer.call(ones(2, 5))).Message, StringComparison.Ordinal);
        LeakCheck.AssertFlat(() =>
        {
            using var step = NewDisposeScope();
            mixer.call(x).sum().backward();
        });
    }
}
