using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step of S5 against the reference path and float64; it leaves neither tensors nor garbage.</summary>
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
    public void Outputs_and_states_are_those_of_the_reference_path(
        int batch, int features, int stateSize, S5Activation activation, S5Preset preset)
    {
        using var scope = NewDisposeScope();
        manual_seed(60);
        var layer = Make(features, stateSize, activation, preset);
        var inputs = randn(batch, features, Tokens).permute(2, 0, 1);      // features not innermost
        var whole = layer.forward(inputs.transpose(0, 1), null).transpose(0, 1);
        Tolerance.AssertClose(whole, StepChecks.Run(layer, inputs).Outputs, 1e-5, "outputs of the whole sequence");
        StepChecks.AssertEqualsReferencePath(layer, inputs, 1e-5);
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
        StepChecks.AssertNoGarbage(Make(48, 32, activation, S5Preset.Official), randn(batch, 48), 200);
    }

    [Fact]
    public void A_stream_of_a_million_tokens_needs_no_more_memory_than_its_beginning()
    {
        using var scope = NewDisposeScope();
        StepChecks.AssertNoGarbage(Make(2, 2, S5Activation.HalfGlu2, S5Preset.Clean), randn(1, 2), 1_000_000);
    }

    [Fact]
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        manual_seed(63);
        StepChecks.AssertSameBitsWithAnyThreads(Make(40, 64, S5Activation.FullGlu, S5Preset.Official), randn(Tokens, 3, 40));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        StepChecks.AssertRefusesWrongSizes(Make(4, 4, S5Activation.HalfGlu2, S5Preset.Official));
    }

    private static S5 Make(int features, int stateSize, S5Activation activation, S5Preset preset) => new(
        features, false, stateSize, 2, true, Discretisation.ZeroOrderHold, S5OutputInitialisation.LecunNormal, false, 1e-3, 1e-1,
        activation, preset, S5OptimizerGroups.Standard, false, 1e-3);
}
