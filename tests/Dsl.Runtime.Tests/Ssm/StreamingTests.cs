using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The streaming forms of S4 and S4D.</summary>
public sealed class StreamingTests
{
    /// <summary>Largest error of the float32 forms against each other, relative to the largest output.</summary>
    private const double Float32 = 2e-4;

    public static TheoryData<string, Initialisation, Discretisation> Starts
    {
        get
        {
            var starts = new TheoryData<string, Initialisation, Discretisation>();
            foreach (var start in Enum.GetValues<Initialisation>())
            {
                starts.Add(nameof(S4), start, Discretisation.Bilinear);
                if (start >= Initialisation.DiagonalLegS)
                {
                    starts.Add(nameof(S4D), start, Discretisation.ZeroOrderHold);
                    starts.Add(nameof(S4D), start, Discretisation.Bilinear);
                }
            }

            return starts;
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void All_forms_agree_from_every_start(string name, Initialisation start, Discretisation rule)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var layer = Make(name, start, rule);
        // Long enough for the FFT as a whole and in unequal pieces, and for the recurrence in shorter ones.
        StreamingForms.AssertAgree(layer, 6, Float32, length: 110);
        StreamingForms.AssertAgree(layer.to(ScalarType.Float64), 6, 1e-10, length: 110);
    }

    [Theory]
    [InlineData(nameof(S4), 1, 1, 8)]
    [InlineData(nameof(S4), 1, 120, 2)]
    [InlineData(nameof(S4), 2, 17, 2)]
    [InlineData(nameof(S4D), 1, 1, 8)]
    [InlineData(nameof(S4D), 1, 120, 2)]
    [InlineData(nameof(S4D), 4, 133, 64)]
    [InlineData(S4Layers.SharedS4D, 2, 130, 8)]
    public void All_forms_agree_in_odd_shapes(string name, long batch, long length, int stateSize)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var layer = Make(name, stateSize: stateSize);
        StreamingForms.AssertAgree(layer, 6, Float32, batch, length);
        StreamingForms.AssertAgree(layer.to(ScalarType.Float64), 6, 1e-10, batch, length);
    }

    [Theory]
    [InlineData(nameof(S4), Initialisation.LegS, 1, 2)]
    [InlineData(nameof(S4), Initialisation.LegT, 3, 6)]
    [InlineData(nameof(S4), Initialisation.LegS, 64, 64)]
    [InlineData(nameof(S4D), Initialisation.DiagonalLinear, 1, 2)]
    [InlineData(nameof(S4D), Initialisation.DiagonalInverse, 3, 38)]
    [InlineData(nameof(S4D), Initialisation.DiagonalLinear, 64, 64)]
    [InlineData(S4Layers.SharedS4D, Initialisation.DiagonalInverse, 3, 16)]
    [Trait(RegisterWidth.Trait, RegisterWidth.Every)]
    public void A_step_into_given_memory_is_that_of_plain_operators_without_garbage(
        string name, Initialisation start, int batch, int stateSize)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var layer = Make(name, start, stateSize: stateSize);
        using StreamState fused = layer.NewState(batch), plain = layer.NewState(batch);
        Tensor output = zeros(batch, 6), u = randn(batch, 6);
        for (var token = 0; token < 60; token++)
        {
            u.copy_(randn(batch, 6));
            Assert.Same(output, layer.Step(u, fused, output));
            using var off = FusedKernels.Off();
            Tolerance.AssertClose(layer.Step(u, plain), output, 2e-5, $"token {token}");
        }

        Tolerance.AssertClose(plain[0], fused[0], 2e-5, "state");
        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => layer.Step(u, fused, output), 100);
        }

        Assert.Contains(
            "[6, 6]", Assert.Throws<ArgumentException>(() => layer.Step(u, fused, zeros(6, 6))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_channels_and_two_ranks_stream_too()
    {
        using var scope = NewDisposeScope();
        var kernel = new S4Kernel(SsmFixture.Options(4, 8, channels: 2, copies: 2, rank: 2, Initialisation.LegT, PositiveTransform.Exp));
        kernel.Tune(110);
        using var layer = new S4Convolution(kernel, 2, bidirectional: false, Activation.Gelu, null).to(ScalarType.Float64);
        StreamingForms.AssertAgree(layer, 4, 1e-10, length: 110);
    }

    [Fact]
    public void Beyond_its_greatest_length_S4_goes_on_with_the_recurrence()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var shorter = (S4)Make(nameof(S4), maxLength: 20);
        shorter.to(ScalarType.Float64);
        var u = randn([2, 100, 6], ScalarType.Float64);
        using StreamState inOne = shorter.NewState(2), inSteps = shorter.NewState(2);
        var piece = shorter.Chunk(u, null, inOne);
        Tolerance.AssertClose(shorter.forward(u.narrow(1, 0, 20), null), piece.narrow(1, 0, 20), 1e-10, "up to the greatest length");
        var steps = stack([.. Enumerable.Range(0, 100).Select(l => shorter.Step(u.select(1, l), inSteps))], 1);
        Tolerance.AssertClose(steps, piece, 1e-10, "beyond it");

        // The same system made for longer sequences: the recurrence's dense matrices know no greatest length.
        using var dense = shorter.Recurrence(RecurrenceForm.Dense);
        var state = dense.InitialState(2);
        List<Tensor> outputs = [];
        for (long l = 0; l < 100; l++)
        {
            (var y, state) = shorter.Step(dense, u.select(1, l), state);
            outputs.Add(y);
        }

        Tolerance.AssertClose(stack(outputs, 1), piece, 1e-9, "the dense recurrence");
    }

    [Theory]
    [InlineData(nameof(S4))]
    [InlineData(nameof(S4D))]
    public void A_new_state_has_the_new_parameters(string name)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(name).to(ScalarType.Float64);
        var u = randn([2, 20, 6], ScalarType.Float64);
        optim.Optimizer optimizer = optim.SGD(layer.parameters(), 1e-2);
        layer.forward(u, null).Squared().mean().backward();
        optimizer.step();
        StreamingForms.AssertAgree(layer, 6, 1e-10);
    }

    [Theory]
    [InlineData(nameof(S4))]
    [InlineData(nameof(S4D))]
    public void What_does_not_fit_is_refused(string name)
    {
        using var scope = NewDisposeScope();
        using StreamingLayer layer = Make(name), both = Make(name, bidirectional: true);
        var u = zeros(2, 20, 6);
        using StreamState state = layer.NewState(2), other = StreamState.Of(("y", zeros(2)));
        Assert.Contains("bidirectional", Assert.Throws<InvalidOperationException>(() => both.NewState(2)).Message);
        Assert.Throws<InvalidOperationException>(() => both.Step(u.select(1, 0), state));
        Assert.Throws<InvalidOperationException>(() => both.Chunk(u, null, state));
        Assert.Throws<ArgumentException>(() => layer.Chunk(u, null, other));
        Assert.Throws<ArgumentException>(() => layer.Step(zeros(3, 6), state));
        Assert.Throws<ArgumentException>(() => layer.Step(zeros(2, 5), state));
        Assert.Throws<ArgumentException>(() => layer.Chunk(u, tensor(new[] { 21L, 3 }), state));
        using var wider = StreamState.Of(("x", zeros([2, 7, 4], ScalarType.ComplexFloat32)));
        Assert.Throws<ArgumentException>(() => layer.Step(zeros(2, 6), wider));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.NewState(0));
    }

    [Theory]
    [InlineData(nameof(S4))]
    [InlineData(nameof(S4D))]
    public void Live_tensors_stay_as_many(string name)
    {
        using var layer = Make(name);
        using Tensor u = randn(2, 110, 6), position = randn(2, 6), lengths = tensor(new[] { 110L, 3 });
        using var state = layer.NewState(2);
        LeakCheck.AssertFlat(
            () =>
            {
                layer.Step(position, state).Dispose();
                layer.Chunk(u, lengths, state).Dispose();
                layer.NewState(2).Dispose();
            },
            steps: 30,
            warmUp: 5);
    }

    private static StreamingLayer Make(
        string name,
        Initialisation? start = null,
        Discretisation rule = Discretisation.ZeroOrderHold,
        int stateSize = 8,
        int maxLength = 120,
        bool bidirectional = false) => name == nameof(S4)
        ? new S4(
            6,
            bidirectional,
            maxLength,
            stateSize,
            2,
            start ?? Initialisation.LegS,
            start == Initialisation.LegT ? 2 : 1,
            1e-3,
            1e-1,
            PositiveTransform.Softplus,
            1e-3,
            Activation.Gelu)
        : new S4D(
            6,
            bidirectional,
            stateSize,
            copies: name == nameof(S4D) ? 0 : 3,
            start ?? Initialisation.DiagonalLinear,
            rule,
            deltaTied: name == nameof(S4D),
            1e-3,
            1e-1,
            1e-3,
            Activation.Gelu);
}
