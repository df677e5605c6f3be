using SerpentDsl.Functions;
using SerpentDsl.Kernels.Parameters;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Runtime.Tests.Ssm;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Cauchy;

/// <summary>The fused form of S4's kernel against the plain one in float64, from the same float32 parameters.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class FusedS4KernelTests
{
    /// <summary>A sum of hundreds of terms of either sign, each of some ulp; the fixtures allow float32 the same.</summary>
    private const double FloatTolerance = 2e-5;

    [Theory]
    [InlineData(1, 2, 1, Initialisation.LegS, 1, 1, 1, 1.0)]
    [InlineData(1, 4, 1, Initialisation.LegS, 1, 2, 2, 1.0)]
    [InlineData(3, 4, 1, Initialisation.LegS, 2, 37, 37, 0.5)]
    [InlineData(16, 8, 2, Initialisation.LegT, 1, 64, 50, 1.0)]
    [InlineData(17, 16, 1, Initialisation.LegS, 2, 1023, 1000, 1.0)]
    [InlineData(33, 64, 1, Initialisation.LegS, 1, 1024, 1024, 1.0)]
    [InlineData(5, 64, 2, Initialisation.LegT, 3, 300, 299, 0.37)]
    [InlineData(4, 256, 1, Initialisation.LegS, 2, 2048, 1024, 2.0)]
    [InlineData(2, 64, 1, Initialisation.LegS, 1, 10007, 10007, 1.0)]
    [InlineData(20, 12, 3, Initialisation.Fourier, 1, 96, 48, 1.5)]
    public void It_agrees_with_the_plain_form_in_float64(
        int features, int stateSize, int rank, Initialisation initialisation, int channels, int tuned, int length, double rate)
    {
        using var scope = NewDisposeScope();
        manual_seed((features * 1000) + stateSize);
        using var kernel = Make(features, stateSize, rank, initialisation, channels, tuned);
        using var reference = Wide(kernel, features, stateSize, rank, initialisation, channels);
        var weight = randn([features, length, channels]).permute(2, 0, 1);
        Dictionary<string, Tensor> single = ByName(kernel), wide = ByName(reference);
        var wideWeight = weight.to(ScalarType.Float64);
        var fused = Results(single, kernel.Kernel(length, rate), weight);
        var expected = Results(wide, reference.Kernel(length, rate), wideWeight);
        Tolerance.AssertClose(expected["taps"], S4Formula.Taps(wide, tuned, length, rate, x => x), 1e-9, "the formula");
        // Some gradients are differences of far larger numbers: there an ulp of these numbers says what float32 can do.
        var reach = Conditioning.Of(
            move => Results(wide, S4Formula.Taps(wide, tuned, length, rate, move), move(wideWeight)));
        foreach (var (name, wanted) in expected)
        {
            Tolerance.AssertClose(wanted, fused[name].to(ScalarType.Float64), Math.Max(FloatTolerance, 4 * reach[name]), name);
        }

        static Dictionary<string, Tensor> ByName(S4Kernel system) =>
            system.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);

        static Dictionary<string, Tensor> Results(Dictionary<string, Tensor> parameters, Tensor taps, Tensor weights)
        {
            foreach (var parameter in parameters.Values)
            {
                parameter.grad = null;
            }

            (taps * weights).sum().backward();
            var results = parameters.ToDictionary(p => $"gradient of {p.Key}", p => p.Value.grad!.clone());
            results.Add("taps", taps.detach());
            return results;
        }
    }

    [Theory]
    [InlineData(PositiveTransform.None, 0.5)]
    [InlineData(PositiveTransform.Exp, -1.0)]
    [InlineData(PositiveTransform.Softplus, -40.0)]
    [InlineData(PositiveTransform.Softplus, 25.0)]
    [InlineData(PositiveTransform.Relu, 0.3)]
    [InlineData(PositiveTransform.Relu, -1.0)]
    [InlineData(PositiveTransform.Sigmoid, -2.0)]
    [InlineData(PositiveTransform.Sigmoid, 3.0)]
    public void Every_transform_has_the_values_and_slopes_of_its_operators(PositiveTransform transform, double at)
    {
        using var scope = NewDisposeScope();
        var parameter = tensor(at, ScalarType.Float64, requires_grad: true);
        var value = transform.Apply(parameter);
        value.backward();
        AssertUlps(value.item<double>(), transform.Apply(at));
        AssertUlps(parameter.grad!.item<double>(), transform.Slope(at));

        static void AssertUlps(double expected, double actual) =>
            Assert.Equal(expected, actual, 4 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)));
    }

    [Theory]
    [InlineData(PositiveTransform.Softplus, PositiveTransform.Exp, PositiveTransform.None)]
    [InlineData(PositiveTransform.Exp, PositiveTransform.Softplus, PositiveTransform.Exp)]
    [InlineData(PositiveTransform.Sigmoid, PositiveTransform.Relu, PositiveTransform.Relu)]
    [InlineData(PositiveTransform.Exp, PositiveTransform.Exp, PositiveTransform.Softplus)]
    public void It_agrees_under_every_transform(PositiveTransform delta, PositiveTransform real, PositiveTransform imaginary)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var options = SsmFixture.Options(6, 8, 2, copies: 2, 1, Initialisation.LegS, delta)
            with
        { RealTransform = real, ImaginaryTransform = imaginary };
        using var kernel = new S4Kernel(options);
        kernel.Tune(40);
        using var reference = new S4Kernel(options);
        reference.to(ScalarType.Float64);
        reference.load_state_dict(kernel.state_dict());
        var weight = randn(2, 6, 33);
        Tensor taps = kernel.Kernel(33, 0.7), expected = reference.Kernel(33, 0.7);
        (taps * weight).sum().backward();
        (expected * weight.to(ScalarType.Float64)).sum().backward();
        Tolerance.AssertClose(expected, taps.to(ScalarType.Float64), FloatTolerance, "taps");
        foreach (var (name, parameter) in reference.named_parameters())
        {
            var gradient = Parameter(kernel, name).grad!.to(ScalarType.Float64);
            Tolerance.AssertClose(parameter.grad!, gradient, FloatTolerance, $"gradient of {name}");
        }
    }

    [Theory]
    [InlineData(1, 17)]
    [InlineData(3, 64)]
    public void States_go_through_it_too(int batch, int length)
    {
        using var scope = NewDisposeScope();
        manual_seed(batch);
        using var kernel = Make(6, 16, 1, Initialisation.LegS, 2, 64);
        using var reference = Wide(kernel, 6, 16, 1, Initialisation.LegS, 2);
        var state = view_as_complex(randn(batch, 6, 8, 2));
        var (taps, fromState) = kernel.Kernel(length, state);
        var (expected, expectedFromState) = reference.Kernel(length, state.to(ScalarType.ComplexFloat64));
        Tolerance.AssertClose(expected, taps.to(ScalarType.Float64), 2e-6, "taps");
        Tolerance.AssertClose(expectedFromState, fromState.to(ScalarType.Float64), 5e-6, "from the state");
    }

    [Fact]
    public void A_resonance_keeps_its_digits()
    {
        // 0.001 / Δ of damping beside a frequency of 900: the plain float32 difference of both would have no digit left.
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var kernel = Make(8, 8, 1, Initialisation.LegS, 1, 4096);
        using (no_grad())
        {
            Parameter(kernel, "A_real").fill_(Scalars.Of(Math.Log(1e-3)));
            Parameter(kernel, "A_imag").fill_(Scalars.Of(900));
        }

        using var reference = Wide(kernel, 8, 8, 1, Initialisation.LegS, 1);
        Tensor taps = kernel.Kernel(4096), expected = reference.Kernel(4096);
        Tolerance.AssertClose(expected, taps.to(ScalarType.Float64), 1e-5, "taps");
    }

    [Fact]
    public void Slow_modes_and_late_nodes_stay_in_range()
    {
        using var scope = NewDisposeScope();
        using var kernel = Make(2, 4, 1, Initialisation.LegS, 1, 100_000);
        using (no_grad())
        {
            Parameter(kernel, "A_real").fill_(Scalars.Of(Math.Log(1e-6)));
            Parameter(kernel, "A_imag").fill_(Scalars.Of(1e-6));
            Parameter(kernel, "P").fill_(Scalars.Of(1e-5));
        }

        using var reference = Wide(kernel, 2, 4, 1, Initialisation.LegS, 1);
        Tolerance.AssertClose(reference.Kernel(100_000), kernel.Kernel(100_000).to(ScalarType.Float64), 2e-5, "taps");
    }

    [Fact]
    public void Runs_are_equal_to_the_last_bit_and_leave_no_tensor_behind()
    {
        manual_seed(2);
        using var kernel = Make(40, 32, 1, Initialisation.LegS, 2, 3000);
        using var weight = randn([2, 40, 3000]);
        byte[]? first = null;
        LeakCheck.AssertFlat(
            () =>
            {
                using var scope = NewDisposeScope();
                foreach (var (_, parameter) in kernel.named_parameters())
                {
                    parameter.grad = null;
                }

                var taps = kernel.Kernel(3000);
                (taps * weight).sum().backward();
                var all = cat([taps.flatten(), .. kernel.named_parameters().Select(p => p.parameter.grad!.flatten())], 0).contiguous();
                var bits = all.bytes.ToArray();
                first ??= bits;
                Assert.Equal(first, bits);
            },
            steps: 15,
            warmUp: 3);
    }

    [Fact]
    public void The_plain_form_needs_no_table_of_all_modes_at_all_nodes()
    {
        // The sums go in blocks of features; in one block and in several they are the same.
        using var scope = NewDisposeScope();
        using var plain = FusedKernels.Off();
        manual_seed(8);
        using var kernel = Make(12, 64, 1, Initialisation.LegS, 1, 40_000);
        var taps = kernel.Kernel(40_000);
        using var reference = Wide(kernel, 12, 64, 1, Initialisation.LegS, 1);
        Tolerance.AssertClose(reference.Kernel(40_000), taps.to(ScalarType.Float64), 5e-6, "taps");
    }

    private static S4Kernel Make(int features, int stateSize, int rank, Initialisation initialisation, int channels, int tuned)
    {
        var kernel = new S4Kernel(
            SsmFixture.Options(
                features,
                stateSize,
                channels,
                copies: features % 2 == 0 ? features / 2 : features,
                rank,
                initialisation,
                PositiveTransform.Exp));
        using (no_grad())
        {
            foreach (var (_, parameter) in kernel.named_parameters())
            {
                using var noise = randn_like(parameter);
                parameter.add_(noise, Scalars.Of(0.02));
            }
        }

        kernel.Tune(tuned);
        return kernel;
    }

    private static S4Kernel Wide(S4Kernel kernel, int features, int stateSize, int rank, Initialisation initialisation, int channels)
    {
        var wide = new S4Kernel(
            SsmFixture.Options(
                features,
                stateSize,
                channels,
                copies: features % 2 == 0 ? features / 2 : features,
                rank,
                initialisation,
                PositiveTransform.Exp));
        wide.to(ScalarType.Float64);
        wide.load_state_dict(kernel.state_dict());
        return wide;
    }

    private static Parameter Parameter(S4Kernel kernel, string name) => kernel.named_parameters().Single(p => p.name == name).parameter;
}
