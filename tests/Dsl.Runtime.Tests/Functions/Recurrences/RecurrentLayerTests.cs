using SerpentDsl.Functions;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Recurrences;

/// <summary>Layers that go through the recurrence against their plain form in float64.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class RecurrentLayerTests
{
    public static TheoryData<string, int, int, bool, int, double> Cases => new()
    {
        { "S4", 2, 1, false, 1, 1 },
        { "S4", 2, 1, true, 33, 1 },
        { "S4", 4, 1, false, 100, 1 },
        { "S4", 4, 1, true, 64, 0.5 },
        { "S4", 4, 2, true, 300, 1 },
        { "S4", 4, 1, false, 2000, 1 },
        { "S4D", 2, 1, false, 1, 1 },
        { "S4D", 6, 1, true, 65, 1 },
        { "S4D", 16, 1, false, 700, 0.7 },
        { "S4D, shared and untied", 6, 1, true, 130, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_agree(string kind, int stateSize, int rank, bool bidirectional, int length, double rate)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        using var layer = Make(kind, stateSize, rank, bidirectional, length);
        Tensor u = randn(3, length, 18), weight = randn(3, 18, length).transpose(1, 2);
        Dictionary<string, Tensor> recurrence, exact;
        using (ConvolutionChoice.Use(ConvolutionAlgorithm.Recurrence))
        {
            recurrence = Results(ScalarType.Float32);
        }

        layer.to(ScalarType.Float64);
        (u, weight) = (u.to(ScalarType.Float64), weight.to(ScalarType.Float64));
        exact = Results(ScalarType.Float64);
        // Some gradients are differences of far larger numbers: there an ulp of what they are made from says what float32 can do.
        var reach = Conditioning.Of([u, weight, .. layer.parameters()], () => Results(ScalarType.Float64));
        foreach (var (name, wanted) in exact)
        {
            Tolerance.AssertClose(wanted, recurrence[name].to(ScalarType.Float64), Math.Max(5e-6, 8 * reach[name]), name);
        }

        Dictionary<string, Tensor> Results(ScalarType type)
        {
            foreach (var (_, parameter) in layer.named_parameters())
            {
                parameter.grad = null;
            }

            Tensor input = u.to(type).detach().requires_grad_(true), y = layer.Forward(input, null, rate);
            (y * weight.to(type)).sum().backward();
            var results = layer.named_parameters().ToDictionary(p => $"gradient of {p.name}", p => p.parameter.grad!.clone());
            results.Add("gradient of u", input.grad!);
            results.Add("y", y);
            return results;
        }
    }

    [Fact]
    public void Larger_states_and_other_types_have_no_dense_recurrence()
    {
        using var scope = NewDisposeScope();
        using var forced = ConvolutionChoice.Use(ConvolutionAlgorithm.Recurrence);
        using var layer = Make("S4", 6, 1, false, 20);
        Assert.Equal([1L, 20, 18], layer.forward(randn(1, 20, 18), null).shape);
        layer.to(ScalarType.Float64);
        Assert.Equal([1L, 20, 18], layer.forward(randn([1, 20, 18], ScalarType.Float64), null).shape);
    }

    private static StateSpaceLayer Make(string kind, int stateSize, int rank, bool bidirectional, int length) => kind == "S4"
        ? new S4(
            18,
            bidirectional,
            length,
            stateSize,
            2,
            rank == 1 ? Initialisation.LegS : Initialisation.LegT,
            rank,
            1e-3,
            1e-1,
            PositiveTransform.Softplus,
            1e-3,
            Activation.Gelu)
        : new S4D(
            18,
            bidirectional,
            stateSize,
            copies: kind == "S4D" ? 0 : 3,
            Initialisation.DiagonalLinear,
            Discretisation.ZeroOrderHold,
            deltaTied: kind == "S4D",
            1e-3,
            1e-1,
            1e-3,
            Activation.Gelu);
}
