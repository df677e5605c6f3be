using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step of Mamba-2 against the reference path and float64; it leaves neither tensors nor garbage.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class Mamba2StepTests
{
    private const int Tokens = 12;

    public static TheoryData<int, Options> Shapes() => new()
    {
        { 1, new(Features: 16, StateSize: 16, HeadSize: 8) },
        { 1, new(Features: 6, StateSize: 5, HeadSize: 3, Groups: 2, Taps: 1, SkipPerChannel: true) },
        { 3, new(Features: 10, StateSize: 33, HeadSize: 1, Groups: 5, NormFirst: true, ConvBias: false) },
        { 15, new(Features: 8, StateSize: 19, HeadSize: 4, ScannedFeatures: 12, Bias: true) },
        { 17, new(Features: 9, StateSize: 3, HeadSize: 2, ScannedFeatures: 8, Norm: false, Least: 0.01, Greatest: 0.05) },
        {
            64,
            new(Features: 24, StateSize: 16, HeadSize: 6, Groups: 2, ScannedFeatures: 36, NormFirst: true, SkipPerChannel: true, Bias: true)
        },
        { 2, new(Features: 12, StateSize: 4, HeadSize: 4, Groups: 3, NormPerGroup: false) },
        { 65, new(Features: 5, StateSize: 8, HeadSize: 10, Norm: false) },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_and_states_are_those_of_the_reference_path(int batch, Options options)
    {
        using var scope = NewDisposeScope();
        StepChecks.AssertEqualsReferencePath(options.Make(), randn(Tokens, batch, options.Features));
    }

    [Fact]
    public void Steps_continue_a_chunk_and_strides_may_be_any()
    {
        using var scope = NewDisposeScope();
        StepChecks.AssertContinuesAChunk(new Options(Features: 12, StateSize: 16, HeadSize: 4).Make(), 12, null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void A_thousand_steps_into_given_memory_make_no_garbage_and_no_tensors(int batch)
    {
        using var scope = NewDisposeScope();
        var layer = new Options(Features: 24, StateSize: 16, HeadSize: 8, Groups: 2, ScannedFeatures: 32, Bias: true).Make();
        StepChecks.AssertNoGarbage(layer, randn(batch, 24), 1_000);
    }

    [Fact]
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        StepChecks.AssertSameBitsWithAnyThreads(new Options(Features: 32, StateSize: 16, HeadSize: 8).Make(), randn(Tokens, 3, 32));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = new Options(Features: 4, StateSize: 2, HeadSize: 2).Make();
        StepChecks.AssertRefusesWrongSizes(layer);
        var other = new Options(Features: 4, StateSize: 3, HeadSize: 2).Make();
        StepChecks.AssertRefusesState(layer, other, "'conv' as [batch, 12, 3], not [2, 14, 3]");
    }

    /// <summary>A layer of twice as many channels as features.</summary>
    public sealed record Options(
        int Features,
        int StateSize,
        int HeadSize,
        int Groups = 1,
        int Taps = 3,
        int ScannedFeatures = 0,
        bool Norm = true,
        bool NormFirst = false,
        bool SkipPerChannel = false,
        bool ConvBias = true,
        bool Bias = false,
        double Least = 0,
        double Greatest = double.PositiveInfinity,
        bool NormPerGroup = true)
    {
        /// <summary>With parameters that differ where fresh ones are equal.</summary>
        public Mamba2 Make()
        {
            manual_seed(65);
            var layer = new Mamba2(
                Features, StateSize, 2, HeadSize, Groups, Taps, ScannedFeatures, 1, 16, 1e-3, 1e-1, 1e-4, Least, Greatest, SkipPerChannel,
                Norm, NormFirst, 0, ConvBias, Bias, 8, 1, NormPerGroup);
            using var noGradient = no_grad();
            foreach (var (name, parameter) in layer.named_parameters())
            {
                if (name is "D" or "norm.weight")
                {
                    parameter.copy_(randn_like(parameter));
                }
            }

            return layer;
        }
    }
}
