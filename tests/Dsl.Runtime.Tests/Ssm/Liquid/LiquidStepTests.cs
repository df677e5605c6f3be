using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step of Liquid-S4 against the reference path and float64; it leaves neither tensors nor garbage.</summary>
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
    public void Outputs_and_states_are_those_of_the_reference_path(
        LiquidKernel kernel, int order, LiquidContraction contraction, int batch, int features, int stateSize)
    {
        using var scope = NewDisposeScope();
        var layer = Make(kernel, order, contraction, features, stateSize);
        StepChecks.AssertEqualsReferencePath(layer, randn(Tokens, batch, features) * Scalars.Of(0.7));
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
        StepChecks.AssertNoGarbage(Make(kernel, 3, LiquidContraction.Tanh, 10, 8), randn(batch, 10) * Scalars.Of(0.01), 1_000);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = Make(LiquidKernel.KB, 3, LiquidContraction.None, 4, 8);
        StepChecks.AssertRefusesWrongSizes(layer);
        var wider = Make(LiquidKernel.KB, 3, LiquidContraction.None, 5, 8);
        var higher = Make(LiquidKernel.KB, 4, LiquidContraction.None, 4, 8);
        StepChecks.AssertRefusesState(layer, wider, "'x' as [batch, 4, 4], not [2, 5, 4]");
        StepChecks.AssertRefusesState(layer, higher, "'inputs' as [batch, 2, 4], not [2, 3, 4]");
    }

    private static LiquidS4 Make(LiquidKernel kernel, int order, LiquidContraction contraction, int features, int stateSize)
    {
        manual_seed(66);
        return new LiquidS4(features, bidirectional: false, stateSize, kernel, order, contraction, 1e-3, 1e-1, 1e-3, Activation.Gelu);
    }
}
