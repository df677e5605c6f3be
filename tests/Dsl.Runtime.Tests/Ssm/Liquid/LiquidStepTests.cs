using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step of Liquid-S4 against plain operators and float64, and what it leaves behind: nothing.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class LiquidStepTests
{
    private const int Tokens = 30;

    public static TheoryData<LiquidKernel, int, LiquidContraction, int, int, int> Shapes => new()
    {
        // batch, features, state
        { LiquidKernel.KB, 2, LiquidContraction.None, 1, 6, 64 },
        { LiquidKernel.KB, 3, LiquidContraction.LecunTanh, 3, 70, 6 },
        { LiquidKernel.KB, 4, LiquidContraction.Tanh, 17, 5, 39 },
        { LiquidKernel.PB, 2, LiquidContraction.Tanh, 1, 129, 2 },
        { LiquidKernel.PB, 4, LiquidContraction.None, 64, 7, 16 },
        { LiquidKernel.Exact, 2, LiquidContraction.None, 2, 65, 10 },
        { LiquidKernel.Exact, 2, LiquidContraction.Tanh, 64, 3, 64 },
        { LiquidKernel.Exact, 2, LiquidContraction.LecunTanh, 1, 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_and_states_are_those_of_plain_operators(
        LiquidKernel kernel, int order, LiquidContraction contraction, int batch, int features, int stateSize)
    {
        using var scope = NewDisposeScope();
        var layer = Make(kernel, order, contraction, features, stateSize);
        var inputs = randn(Tokens, batch, features) * Scalars.Of(0.7);
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

    [Theory]
    [InlineData(LiquidKernel.KB, 1)]
    [InlineData(LiquidKernel.KB, 64)]
    [InlineData(LiquidKernel.PB, 1)]
    [InlineData(LiquidKernel.PB, 64)]
    [InlineData(LiquidKernel.Exact, 1)]
    [InlineData(LiquidKernel.Exact, 64)]
    public void A_thousand_steps_into_given_memory_make_no_garbage_and_no_tensors(LiquidKernel kernel, int batch)
    {
        using var scope = NewDisposeScope();
        var layer = Make(kernel, 3, LiquidContraction.Tanh, 10, 8);
        Tensor u = randn(batch, 10) * Scalars.Of(0.01), output = empty(batch, 10);
        using var state = layer.NewState(batch);
        layer.Step(u, state, output);
        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => layer.Step(u, state, output), 1_000);
        }

        Assert.True(output.isfinite().all().item<bool>());
        using StreamState again = layer.NewState(batch), fresh = layer.NewState(batch);
        Assert.Same(output, layer.Step(u, again, output));
        Assert.True(layer.Step(u, fresh).Equals(output));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = Make(LiquidKernel.KB, 3, LiquidContraction.None, 4, 8);
        using StreamState state = layer.NewState(2), wider = Make(LiquidKernel.KB, 3, LiquidContraction.None, 5, 8).NewState(2);
        using var higher = Make(LiquidKernel.KB, 4, LiquidContraction.None, 4, 8).NewState(2);
        string Message(Tensor u, StreamState from, Tensor output) =>
            Assert.ThrowsAny<ArgumentException>(() => layer.Step(u, from, output)).Message;
        Assert.Contains("[batch, 4], not [2, 5]", Message(zeros(2, 5), state, zeros(2, 4)), StringComparison.Ordinal);
        Assert.Contains("[2, 4], not [3, 4]", Message(zeros(2, 4), state, zeros(3, 4)), StringComparison.Ordinal);
        Assert.Contains("of 2 sequences, the input of 3", Message(zeros(3, 4), state, zeros(3, 4)), StringComparison.Ordinal);
        Assert.Contains("'x' as [batch, 4, 4], not [2, 5, 4]", Message(zeros(2, 4), wider, zeros(2, 4)), StringComparison.Ordinal);
        Assert.Contains("'inputs' as [batch, 2, 4], not [2, 3, 4]", Message(zeros(2, 4), higher, zeros(2, 4)), StringComparison.Ordinal);
    }

    private static LiquidS4 Make(LiquidKernel kernel, int order, LiquidContraction contraction, int features, int stateSize)
    {
        manual_seed(66);
        return new LiquidS4(features, bidirectional: false, stateSize, kernel, order, contraction, 1e-3, 1e-1, 1e-3, Activation.Gelu);
    }

    private static (Tensor Outputs, StreamState State) Run(LiquidS4 layer, Tensor inputs)
    {
        var state = layer.NewState(inputs.shape[1]);
        Tensor[] outputs = [.. Enumerable.Range(0, Tokens).Select(token => layer.Step(inputs.select(0, token), state))];
        return (stack(outputs), state);
    }
}
