using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step against plain operators and float64, and what it leaves behind: nothing.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public class MambaStepTests
{
    private const int Tokens = 12;

    public static TheoryData<int, int, int, int, int, bool> Shapes() => new()
    {
        // batch, features, state, taps, rank, biases
        { 1, 24, 16, 4, 0, false },
        { 1, 7, 5, 1, 3, true },
        { 3, 33, 17, 3, 2, true },
        { 15, 8, 16, 4, 1, false },
        { 17, 20, 8, 4, 5, true },
        { 64, 48, 16, 4, 0, false },
        { 65, 5, 3, 2, 1, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_and_states_are_those_of_plain_operators(int batch, int features, int stateSize, int taps, int rank, bool biases)
    {
        using var scope = NewDisposeScope();
        manual_seed(60);
        var layer = Make(features, stateSize, taps, rank, biases);
        var inputs = randn(Tokens, batch, features);
        var (fused, fusedState) = Run(layer, inputs);
        Tensor plain, exact;
        StreamState plainState;
        using (FusedKernels.Off())
        {
            (plain, plainState) = Run(layer, inputs);
        }

        (exact, _) = Run(layer.to(ScalarType.Float64), inputs.to(ScalarType.Float64));
        Tolerance.AssertClose(exact, fused, 2e-5, "outputs");
        Tolerance.AssertClose(plain, fused, 2e-5, "outputs of plain operators");
        foreach (var (expected, actual) in plainState.All().Zip(fusedState.All()))
        {
            Tolerance.AssertClose(expected.Value, actual.Value, 2e-5, actual.Path);
        }
    }

    [Fact]
    public void A_piece_may_come_before_and_strides_may_be_any()
    {
        using var scope = NewDisposeScope();
        manual_seed(61);
        var layer = Make(12, 16, 4, 0, biases: false);
        var inputs = randn(4, 12, 20).transpose(1, 2);                     // [batch, length, features], features not innermost
        using var state = layer.NewState(4);
        using var whole = layer.NewState(4);
        layer.Chunk(inputs.narrow(1, 0, 9), tensor(new long[] { 9, 9, 9, 9 }), state);
        var expected = layer.Chunk(inputs, null, whole);
        for (var position = 9; position < 12; position++)
        {
            Tolerance.AssertClose(
                expected.select(1, position), layer.Step(inputs.select(1, position), state), 2e-5, $"position {position}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void A_step_into_given_memory_makes_no_garbage_and_no_tensors(int batch)
    {
        using var scope = NewDisposeScope();
        manual_seed(62);
        var layer = Make(48, 16, 4, 0, biases: true);
        var (u, output) = (randn(batch, 48), empty(batch, 48));
        using var state = layer.NewState(batch);
        layer.Step(u, state, output);
        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => layer.Step(u, state, output), 200);
        }

        using var again = layer.NewState(batch);
        Assert.True(output.isfinite().all().item<bool>());
        layer.Step(u, again, output);
        using var fresh = layer.NewState(batch);
        Assert.True(layer.Step(u, fresh).Equals(output));
    }

    [Fact]
    public void A_stream_of_a_million_tokens_needs_no_more_memory_than_its_beginning()
    {
        using var scope = NewDisposeScope();
        manual_seed(64);
        var layer = Make(3, 2, 2, 1, biases: false);
        var (u, output) = (randn(1, 3), empty(1, 3));
        using var state = layer.NewState(1);
        layer.Step(u, state, output);
        var (tensors, bytes, before) = (LeakCheck.LiveTensors, GC.GetAllocatedBytesForCurrentThread(), state.Bytes);
        var made = GC.GetAllocatedBytesForCurrentThread() - bytes;
        for (var token = 0; token < (FusedKernels.Enabled ? 1_000_000 : 1_000); token++)
        {
            layer.Step(u, state, output);
        }

        if (FusedKernels.Enabled)
        {
            Assert.Equal(made, GC.GetAllocatedBytesForCurrentThread() - bytes);
        }

        Assert.Equal(tensors, LeakCheck.LiveTensors);
        Assert.Equal(before, state.Bytes);
        Assert.True(output.isfinite().all().item<bool>());
    }

    [Fact]
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        manual_seed(63);
        var layer = Make(40, 16, 4, 0, biases: false);
        var inputs = randn(Tokens, 3, 40);
        var (first, _) = Run(layer, inputs);
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
        var layer = Make(4, 2, 2, 1, biases: false);
        using var state = layer.NewState(2);
        string Message(Tensor u, Tensor output) => Assert.ThrowsAny<ArgumentException>(() => layer.Step(u, state, output)).Message;
        Assert.Contains("[batch, 4], not [2, 5]", Message(zeros(2, 5), zeros(2, 4)), StringComparison.Ordinal);
        Assert.Contains("[2, 4], not [3, 4]", Message(zeros(2, 4), zeros(3, 4)), StringComparison.Ordinal);
        Assert.Contains("of 2 sequences, the input of 3", Message(zeros(3, 4), zeros(3, 4)), StringComparison.Ordinal);
        using (FusedKernels.Off())
        {
            Assert.Contains("[2, 4], not [3, 4]", Message(zeros(2, 4), zeros(3, 4)), StringComparison.Ordinal);
        }
    }

    private static Mamba Make(int features, int stateSize, int taps, int rank, bool biases) =>
        new(features, stateSize, 2, taps, rank, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1, biases, biases, 1);

    private static (Tensor Outputs, StreamState State) Run(Mamba layer, Tensor inputs)
    {
        var state = layer.NewState(inputs.shape[1]);
        var outputs = Enumerable.Range(0, Tokens).Select(token => layer.Step(inputs.select(0, token), state)).ToArray();
        return (stack(outputs), state);
    }
}
