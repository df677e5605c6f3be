using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>A file of s4d/ that holds the official minimal S4D with its gated output.</summary>
internal static class MinimalS4DFixture
{
    /// <summary>Whether a file holds the minimal S4D.</summary>
    public static bool Covers(Fixture fixture) => fixture.Contains("param.kernel.log_dt");

    /// <summary>Checks the layer, its kernel and the gradients.</summary>
    public static void Check(Fixture fixture, ScalarType dtype)
    {
        var features = fixture.Int("d_model", 0);
        using var layer = new S4D(
            features,
            bidirectional: false,
            fixture.Int("d_state", 64),
            copies: 0,
            Initialisation.DiagonalLinear,
            Discretisation.ZeroOrderHold,
            deltaTied: true,
            1e-3,
            1e-1,
            1e-3,
            Activation.Gelu).to(dtype);
        FixtureParameters.Load(fixture, layer, "param.", OfficialName);
        var weight = fixture.Tensor("param.output_linear.0.weight", dtype).requires_grad_(true);
        var bias = fixture.Tensor("param.output_linear.0.bias", dtype).requires_grad_(true);
        var x = fixture.Tensor("in.x", dtype).requires_grad_(true);

        var hidden = layer.forward(x.transpose(1, 2), null);
        var y = nn.functional.glu(nn.functional.linear(hidden, weight.squeeze(2), bias), -1).transpose(1, 2);
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "out.K", layer.Kernel(x.shape[2]).squeeze(0));
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
        FixtureParameters.AssertGradients(fixture, layer, "grad.", OfficialName);
        Tolerance.AssertClose(fixture, "grad.output_linear.0.weight", weight.grad);
        Tolerance.AssertClose(fixture, "grad.output_linear.0.bias", bias.grad);
    }

    private static string OfficialName(string name) => name == "D" ? name : $"kernel.{name}";
}
