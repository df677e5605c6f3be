using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step of S5 against plain operators and float64, and what it leaves behind: nothing.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class S5StepTests
{
    private const int Tokens = 12;

    public static TheoryData<int, int, int, S5Activation, S5Preset> Shapes => new()
    {
        // batch, features, state
        { 1, 24, 16, S5Activation.HalfGlu2, S5Preset.Official },
        { 1, 7, 2, S5Activation.FullGlu, S5Preset.Paper },
        { 3, 33, 10, S5Activation.HalfGlu1, S5Preset.Official },
        { 15, 8, 64, S5Activation.Gelu, S5Preset.Clean },
        { 17, 20, 8, S5Activation.None, S5Preset.Official },
        { 64, 48, 32, S5Activation.FullGlu, S5Preset.Official },
        { 65, 5, 6, S5Activation.HalfGlu2, S5Preset.Paper },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_and_states_are_those_of_plain_operators(
        int batch, int features, int stateSize, S5Activation activation, S5Preset preset)
    {
        using var scope = NewDisposeScope();
        manual_seed(60);
        var layer = Make(features, stateSize, activation, preset);
        var inputs = randn(batch, features, Tokens).permute(2, 0, 1);      // features not innermost
        var (fused, fusedState) = Run(layer, inputs);
        Tensor plain, whole = layer.forward(inputs.transpose(0, 1), null).transpose(0, 1);
        StreamState plainState;
        using (FusedKernels.Off())
        {
            (plain, plainState) = Run(layer, inputs);
        }

        (var exact, _) = Run(layer.to(ScalarType.Float64), inputs.to(ScalarType.Float64));
        Tolerance.AssertClose(exact, fused, 1e-5, "outputs");
        Tolerance.AssertClose(plain, fused, 1e-5, "outputs of plain operators");
        Tolerance.AssertClose(whole, fused, 1e-5, "outputs of the whole sequence");
        Tolerance.AssertClose(plainState[0], fusedState[0], 1e-5, "state");
    }

    [Theory]
    [InlineData(1, S5Activation.HalfGlu1)]
    [InlineData(1, S5Activation.HalfGlu2)]
    [InlineData(64, S5Activation.FullGlu)]
    [InlineData(64, S5Activation.HalfGlu2)]
    [InlineData(64, S5Activation.Gelu)]
    public void A_step_into_given_memory_makes_no_garbage_and_no_tensors(int batch, S5Activation activation)
    {
        using var scope = NewDisposeScope();
        manual_seed(62);
        var layer = Make(48, 32, activation, S5Preset.Official);
        Tensor u = randn(batch, 48), output = empty(batch, 48);
        using var state = layer.NewState(batch);
        layer.Step(u, state, output);
        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => layer.Step(u, state, output), 200);
        }

        using StreamState again = layer.NewState(batch), fresh = layer.NewState(batch);
        layer.Step(u, again, output);
        Assert.True(layer.Step(u, fresh).Equals(output));
    }

    [Fact]
    public void A_stream_of_a_million_tokens_needs_no_more_memory_than_its_beginning()
    {
        using var scope = NewDisposeScope();
        var layer = Make(2, 2, S5Activation.HalfGlu2, S5Preset.Clean);
        Tensor u = randn(1, 2), output = empty(1, 2);
        using var state = layer.NewState(1);
        layer.Step(u, state, output);
        var before = state.Bytes;
        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => layer.Step(u, state, output), 1_000_000);
        }

        Assert.Equal(before, state.Bytes);
        Assert.True(output.isfinite().all().item<bool>());
    }

    [Fact]
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        manual_seed(63);
        var layer = Make(40, 64, S5Activation.FullGlu, S5Preset.Official);
        var inputs = randn(Tokens, 3, 40);
        (var first, _) = Run(layer, inputs);
        var before = get_num_threads();
        foreach (var threads in new[] { before, 1 })
        {
            set_num_threads(threads);
            try
            {
                Assert.True(first.Equals(Run(layer, inputs).Outputs), $"{threads} threads");
            }
            finally
            {
                set_num_threads(before);
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = Make(4, 4, S5Activation.HalfGlu2, S5Preset.Official);
        using var state = layer.NewState(2);
        string Message(Tensor u, Tensor output) => Assert.ThrowsAny<ArgumentException>(() => layer.Step(u, state, output)).Message;
        Assert.Contains("[batch, 4], not [2, 5]", Message(zeros(2, 5), zeros(2, 4)), StringComparison.Ordinal);
        Assert.Contains("[2, 4], not [3, 4]", Message(zeros(2, 4), zeros(3, 4)), StringComparison.Ordinal);
        Assert.Contains("of 2 sequences, the input of 3", Message(zeros(3, 4), zeros(3, 4)), StringComparison.Ordinal);
    }

    private static S5 Make(int features, int stateSize, S5Activation activation, S5Preset preset) => new(
        features,
        false,
        stateSize,
        2,
        true,
        Discretisation.ZeroOrderHold,
        S5OutputInitialisation.LecunNormal,
        false,
        1e-3,
        1e-1,
        activation,
        preset,
        S5OptimizerGroups.Standard,
        false,
        1e-3);

    private static (Tensor Outputs, StreamState State) Run(S5 layer, Tensor inputs)
    {
        var state = layer.NewState(inputs.shape[1]);
        return (stack([.. Enumerable.Range(0, Tokens).Select(token => layer.Step(inputs.select(0, token), state))]), state);
    }
}
