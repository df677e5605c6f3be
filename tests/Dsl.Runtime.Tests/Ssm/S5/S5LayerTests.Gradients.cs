using SerpentDsl.Native;
using SerpentDsl.Testing;
using TorchSharp;
using static SerpentDsl.Runtime.Tests.Ssm.S5Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

public sealed partial class S5LayerTests
{
    [Theory]
    [MemberData(nameof(Options))]
    public void Gradients_agree_with_differences(Discretisation rule, bool conjugate, S5Activation activation, S5Preset preset)
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        using var layer = Make(
            bidirectional: conjugate, rule: rule, conjugate: conjugate, activation: activation, preset: preset).to(ScalarType.Float64);
        Tensor u = randn([2, 4, Features], ScalarType.Float64).requires_grad_(true),
            weight = randn([2, 4, Features], ScalarType.Float64),
            lengths = tensor(new[] { 4L, 3 });
        FiniteDifferences.AssertGradients(
            () => (layer.forward(u, lengths) * weight).sum(),
            [("u", u), .. layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    [Fact]
    public void A_mode_at_rest_integrates_and_has_gradients()
    {
        using var scope = NewDisposeScope();
        using var layer = Make(activation: S5Activation.None).to(ScalarType.Float64);
        using (no_grad())
        {
            Parameter(layer, "Lambda_re").fill_(Scalars.Zero);
            Parameter(layer, "Lambda_im").fill_(Scalars.Zero);
        }

        var (transition, input) = layer.Discretise();
        var delta = Parameter(layer, "log_step").exp();
        Tolerance.AssertClose(ones_like(transition), transition, 1e-15, "Λ̄");
        Tolerance.AssertClose(view_as_complex(Parameter(layer, "B")) * delta, input, 1e-15, "B̄");
        layer.forward(randn([1, 6, Features], ScalarType.Float64), null).Squared().sum().backward();
        Assert.All(layer.parameters(), parameter => Assert.False(parameter.grad!.isnan().any().item<bool>()));
    }
}
