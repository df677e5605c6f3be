using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step against the reference path and float64; it leaves neither tensors nor garbage.</summary>
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
    public void Outputs_and_states_are_those_of_the_reference_path(int batch, int features, int stateSize, int taps, int rank, bool biases)
    {
        using var scope = NewDisposeScope();
        manual_seed(60);
        StepChecks.AssertEqualsReferencePath(Make(features, stateSize, taps, rank, biases), randn(Tokens, batch, features));
    }

    [Fact]
    public void Steps_continue_a_chunk_and_strides_may_be_any()
    {
        using var scope = NewDisposeScope();
        manual_seed(61);
        StepChecks.AssertContinuesAChunk(Make(12, 16, 4, 0, biases: false), 12, tensor(new long[] { 9, 9, 9, 9 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void A_step_into_given_memory_makes_no_garbage_and_no_tensors(int batch)
    {
        using var scope = NewDisposeScope();
        manual_seed(62);
        StepChecks.AssertNoGarbage(Make(48, 16, 4, 0, biases: true), randn(batch, 48), 200);
    }

    [Fact]
    public void A_stream_of_a_million_tokens_needs_no_more_memory_than_its_beginning()
    {
        using var scope = NewDisposeScope();
        manual_seed(64);
        StepChecks.AssertNoGarbage(Make(3, 2, 2, 1, biases: false), randn(1, 3), 1_000_000);
    }

    [Fact]
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        manual_seed(63);
        StepChecks.AssertSameBitsWithAnyThreads(Make(40, 16, 4, 0, biases: false), randn(Tokens, 3, 40));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        StepChecks.AssertRefusesWrongSizes(Make(4, 2, 2, 1, biases: false));
    }

    private static Mamba Make(int features, int stateSize, int taps, int rank, bool biases) =>
        new(features, stateSize, 2, taps, rank, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1, biases, biases, 1);
}
