using SerpentDsl.Functions;
using SerpentDsl.Kernels.Activations;
using SerpentDsl.Layers;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Activations;

/// <summary>The fused gate around a GELU against operators in float64.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class GatedGeluTests
{
    public static TheoryData<int, int, int, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, int, bool>();
            foreach (var (batch, length, features) in new[] { (1, 1, 1), (2, 7, 5), (3, 33, 48), (1, 300, 70) })
            {
                for (var value = 0; value < 3; value++)
                {
                    cases.Add(batch, length, features, value, (length + value) % 2 == 0);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_agree_with_float64(int batch, int length, int features, int gated, bool tanh)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        var value = (GatedValue)gated;
        var weight = randn(features, length, batch).permute(2, 1, 0);
        Tensor[] values =
        [
            randn(features, length, batch).permute(2, 1, 0),
            randn(features, features),
            randn(features),
            randn(features, features),
            randn(features)
        ];
        Tensor[] fused = Leaves(ScalarType.Float32), exact = Leaves(ScalarType.Float64);
        var gate = (fused[1], fused[2]);
        (Tensor, Tensor)? projection = value == GatedValue.Projection ? (fused[3], fused[4]) : null;
        var y = tanh
            ? GatedGelu<TanhGeluForm>.Apply(fused[0], value, gate, projection)
            : GatedGelu<ExactGeluForm>.Apply(fused[0], value, gate, projection);
        Tensor g = tanh
            ? TanhGelu.Apply(exact[0])
            : ExactGelu.Apply(exact[0]), open = nn.functional.linear(g, exact[1], exact[2]).sigmoid();
        var expected = open * (
            value == GatedValue.Inputs ? exact[0] : value == GatedValue.Gelu ? g : nn.functional.linear(g, exact[3], exact[4]));
        Tolerance.AssertClose(expected, y, 5e-6, "y");
        (y * weight).sum().backward();
        (expected * weight.to(ScalarType.Float64)).sum().backward();
        string[] names = ["x", "W", "b", "V", "V's bias"];
        foreach (var (name, wanted, got) in names.Zip(exact, fused).Take(value == GatedValue.Projection ? 5 : 3))
        {
            Tolerance.AssertClose(wanted.grad!, got.grad!, 1e-5, $"gradient of {name}");
        }

        Tensor[] Leaves(ScalarType type) => [.. values.Select(one => one.to(type).detach().requires_grad_(true))];
    }
}
