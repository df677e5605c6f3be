using SerpentDsl.Functions;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>
/// The fused step of the causal compression against plain operators and the parallel form, and what it leaves behind: nothing.
/// </summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class CompressionStepTests
{
    private const int Tokens = 40;

    public static TheoryData<int, int, int, double, int, int> Shapes() => new()
    {
        // batch, features, branch features, rate, window, Gaussians
        { 1, 24, 16, 0.5, 6, 8 },
        { 1, 5, 3, 1, 1, 1 },
        { 3, 7, 33, 0.75, 2, 5 },
        { 6, 9, 4, 0.29, 7, 3 },
        { 17, 20, 12, 1, 4, 64 },
        { 64, 33, 17, 0.5, 3, 9 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_and_states_are_those_of_plain_operators(
        int batch, int features, int branchFeatures, double rate, int windowSize, int gaussians)
    {
        using var scope = NewDisposeScope();
        var branch = Make(features, branchFeatures, rate, windowSize, gaussians, Inner(nameof(S4D), branchFeatures));
        using StreamState inPlace = branch.NewState(batch), owned = branch.NewState(batch), plain = branch.NewState(batch);
        var (inputs, output) = (randn(Tokens, batch, features), empty(batch, branchFeatures));
        for (var token = 0; token < Tokens; token++)
        {
            var u = inputs.select(0, token);
            Assert.Same(output, branch.Step(u, inPlace, output));
            Assert.True(output.Equals(branch.Step(u, owned)), $"token {token}, in memory of its own");
            using var off = FusedKernels.Off();
            Tolerance.AssertClose(branch.Step(u, plain), output, 2e-5, $"token {token}");
        }

        foreach (var (expected, actual) in plain.All().Zip(inPlace.All()))
        {
            Assert.Equal(expected.Path, actual.Path);
            Tolerance.AssertClose(
                expected.Value, actual.Value, expected.Value.is_floating_point() || expected.Value.is_complex() ? 2e-5 : 0, expected.Path);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    public void Every_step_takes_the_decision_of_the_parallel_form(int batch)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(71);
        const int Length = 300;
        var layer = new CausalCompression(48, 4, 0.7, 5, 3);
        CompressionShape.Set(layer, "w_delta", 0.5);
        var inner = new DiagonalLayer(4, 1);
        var u = randn(batch, Length, 48);
        using var compressed = layer.forward(u, null);
        var expected = compressed.Times.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64).remainder(Scalars.Of(Ticks.PerPoint));
        using var state = layer.NewState(batch, inner);
        var output = empty(batch, 4);
        for (var position = 0L; position < Length; position++)
        {
            layer.Step(u.select(1, position).contiguous(), inner, state, output);
            Assert.True(state[3].Equals(expected.select(1, position)), $"the clocks differ after {position + 1} inputs");
        }
    }

    [Theory]
    [InlineData(nameof(S4D), 64)]
    [InlineData(nameof(Mamba), 5)]
    [InlineData(nameof(S5), 9)]
    [InlineData(nameof(DiagonalLayer), 6)]
    public void A_sequence_does_not_see_those_beside_it(string inner, int batch)
    {
        using var scope = NewDisposeScope();
        var branch = Make(8, 4, 0.6, 4, 3, Inner(inner, 4));
        var inputs = randn(Tokens, batch, 8);
        var together = Outputs(branch, inputs);
        foreach (var row in new[] { 0, batch / 2, batch - 1 })
        {
            Tolerance.AssertClose(Outputs(branch, inputs.narrow(1, row, 1)).squeeze(1), together.select(1, row), 2e-5, $"row {row} alone");
        }
    }

    [Theory]
    [InlineData(nameof(S4D), 1)]
    [InlineData(nameof(S4D), 64)]
    [InlineData(nameof(Mamba), 1)]
    [InlineData(nameof(Mamba), 64)]
    [InlineData(nameof(Mamba), 6)]
    [InlineData(nameof(S5), 1)]
    [InlineData(nameof(S5), 64)]
    public void A_thousand_steps_into_given_memory_make_no_garbage_and_no_tensors(string inner, int batch)
    {
        using var scope = NewDisposeScope();
        var branch = Make(12, 8, 0.5, 4, 3, Inner(inner, 8));
        using var state = branch.NewState(batch);
        var (u, output) = (randn(batch, 12), empty(batch, 8));
        for (var token = 0; token < 16; token++)
        {
            branch.Step(u, state, output);
        }

        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => branch.Step(u, state, output), 1_000);
        }

        Assert.True(output.isfinite().all().item<bool>());
    }

    [Fact]
    public void However_many_sequences_emit_for_the_first_time_nothing_is_made()
    {
        using var scope = NewDisposeScope();
        var layer = new CausalCompression(1, 8, 1, 2, 2);
        CompressionShape.Set(layer, "b", -4);
        layer.state_dict()["w_delta"].detach().fill_(Scalars.Of(8));               // an input of 1 emits a point, one of 0 hardly ever
        var branch = new CompressingBranch(layer, Inner(nameof(S5), 8));
        using var state = branch.NewState(9);
        Tensor[] inputs =
        [
            .. Enumerable.Range(0, 10).Select(count => TensorRange.Of(9).lt(Scalars.Of(count)).to(ScalarType.Float32).view(9, 1))
        ];
        var output = empty(9, 8);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            branch.Step(inputs[1], state, output);
        }

        var tensors = LeakCheck.LiveTensors;
        foreach (var input in inputs)
        {
            branch.Step(input, state, output);
            branch.Step(input, state, output);
        }

        Assert.Equal(tensors, LeakCheck.LiveTensors);

        Assert.True(output.count_nonzero([1]).gt(Scalars.Zero).all().item<bool>(), "every sequence has emitted");
    }

    [Fact]
    public void A_state_is_a_value_between_fused_steps()
    {
        using var scope = NewDisposeScope();
        var branch = Make(6, 4, 0.6, 3, 2, Inner(nameof(Mamba), 4));
        var inputs = randn(Tokens, 5, 6);
        var expected = Outputs(branch, inputs);
        var rows = tensor(new[] { true, false, false, true, false });
        using var folder = new TemporaryFolder();
        using var first = branch.NewState(5);
        for (var token = 0; token < 20; token++)
        {
            branch.Step(inputs.select(0, token), first);
        }

        using var copy = first.Copy();
        first.Save(folder["state"]);
        first.Reset(rows);
        using var loaded = branch.NewState(5);
        loaded.Load(folder["state"]);
        var begun = Outputs(branch, inputs.narrow(0, 20, Tokens - 20));
        for (var token = 20; token < Tokens; token++)
        {
            var u = inputs.select(0, token);
            var (next, kept) = (branch.Step(u, first), branch.Step(u, copy));
            Assert.True(kept.Equals(expected[token]), $"token {token} from a copy");
            Assert.True(branch.Step(u, loaded).Equals(kept), $"token {token} from a file");
            Tolerance.AssertClose(
                where(rows.unsqueeze(1), begun[token - 20], expected[token]), next, 2e-5, $"token {token} after a reset of rows");
        }
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        var branch = Make(40, 24, 0.5, 6, 16, Inner(nameof(Mamba), 24));
        var inputs = randn(Tokens, 20, 40);
        var expected = Outputs(branch, inputs);
        var before = get_num_threads();
        set_num_threads(1);
        try
        {
            Assert.True(expected.Equals(Outputs(branch, inputs)));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var (layer, inner) = (new CausalCompression(4, 2, 0.5, 3, 2), new DiagonalLayer(2, 1));
        using var state = layer.NewState(2, inner);
        string Message(Tensor u, Tensor output) => Assert.ThrowsAny<ArgumentException>(() => layer.Step(u, inner, state, output)).Message;
        Assert.Contains("[batch, 4], not [2, 5]", Message(zeros(2, 5), zeros(2, 2)), StringComparison.Ordinal);
        Assert.Contains("[2, 2], not [2, 3]", Message(zeros(2, 4), zeros(2, 3)), StringComparison.Ordinal);
        Assert.Contains("of 2 sequences, the input of 3", Message(zeros(3, 4), zeros(3, 2)), StringComparison.Ordinal);
        Assert.Contains("Float32 on cpu, not Float64", Message(zeros(2, 4), zeros([2, 2], ScalarType.Float64)), StringComparison.Ordinal);
    }

    private static CompressingBranch Make(
        int features, int branchFeatures, double rate, int windowSize, int gaussians, StreamingLayer inner)
    {
        var layer = new CausalCompression(features, branchFeatures, rate, windowSize, gaussians);
        CompressionShape.Set(layer, "w_delta", 0.5);
        return new CompressingBranch(layer, inner);
    }

    private static StreamingLayer Inner(string name, int features)
    {
        manual_seed(70);
        return name switch
        {
            nameof(S4D) => new S4D(
                features,
                bidirectional: false,
                stateSize: 8,
                copies: 0,
                Initialisation.DiagonalLinear,
                Discretisation.ZeroOrderHold,
                deltaTied: true,
                0.001,
                0.1,
                1e-3,
                Activation.Gelu),
            nameof(Mamba) => new Mamba(
                features,
                stateSize: 4,
                expand: 2,
                convWidth: 4,
                dtRank: 0,
                0.001,
                0.1,
                1e-4,
                DeltaInitialisation.Random,
                1,
                convBias: true,
                bias: false,
                residualLayers: 1),
            nameof(S5) => new S5(
                features,
                bidirectional: false,
                stateSize: 8,
                blockSize: 4,
                conjugateSymmetry: true,
                Discretisation.ZeroOrderHold,
                S5OutputInitialisation.LecunNormal,
                clipEigenvalues: false,
                0.001,
                0.1,
                S5Activation.HalfGlu2,
                S5Preset.Official,
                S5OptimizerGroups.Standard,
                globalDelta: false,
                1e-3),
            _ => new DiagonalLayer(features, 2),
        };
    }

    private static Tensor Outputs(CompressingBranch branch, Tensor inputs)
    {
        using var state = branch.NewState(inputs.shape[1]);
        return stack([.. Enumerable.Range(0, (int)inputs.shape[0]).Select(token => branch.Step(inputs.select(0, token), state))]);
    }
}
