using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The fused step of Mamba-2 against plain operators and float64, and what it leaves behind: nothing.</summary>
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
        { 65, new(Features: 5, StateSize: 8, HeadSize: 10, Norm: false) },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_and_states_are_those_of_plain_operators(int batch, Options options)
    {
        using var scope = NewDisposeScope();
        var layer = options.Make();
        var inputs = randn(Tokens, batch, options.Features);
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
        var layer = new Options(Features: 12, StateSize: 16, HeadSize: 4).Make();
        var inputs = randn(4, 12, 20).transpose(1, 2);                     // [batch, length, features], features not innermost
        using StreamState state = layer.NewState(4), whole = layer.NewState(4);
        layer.Chunk(inputs.narrow(1, 0, 9), null, state);
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
    public void A_thousand_steps_into_given_memory_make_no_garbage_and_no_tensors(int batch)
    {
        using var scope = NewDisposeScope();
        var layer = new Options(Features: 24, StateSize: 16, HeadSize: 8, Groups: 2, ScannedFeatures: 32, Bias: true).Make();
        var (u, output) = (randn(batch, 24), empty(batch, 24));
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
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        var layer = new Options(Features: 32, StateSize: 16, HeadSize: 8).Make();
        var inputs = randn(Tokens, 3, 32);
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
        var layer = new Options(Features: 4, StateSize: 2, HeadSize: 2).Make();
        using StreamState state = layer.NewState(2), other = new Options(Features: 4, StateSize: 3, HeadSize: 2).Make().NewState(2);
        string Message(Tensor u, StreamState from, Tensor output) =>
            Assert.ThrowsAny<ArgumentException>(() => layer.Step(u, from, output)).Message;
        Assert.Contains("[batch, 4], not [2, 5]", Message(zeros(2, 5), state, zeros(2, 4)), StringComparison.Ordinal);
        Assert.Contains("[2, 4], not [3, 4]", Message(zeros(2, 4), state, zeros(3, 4)), StringComparison.Ordinal);
        Assert.Contains("of 2 sequences, the input of 3", Message(zeros(3, 4), state, zeros(3, 4)), StringComparison.Ordinal);
        Assert.Contains("'conv' as [batch, 12, 3], not [2, 14, 3]", Message(zeros(2, 4), other, zeros(2, 4)), StringComparison.Ordinal);
    }

    private static (Tensor Outputs, StreamState State) Run(Mamba2 layer, Tensor inputs)
    {
        var state = layer.NewState(inputs.shape[1]);
        var outputs = Enumerable.Range(0, Tokens).Select(token => layer.Step(inputs.select(0, token), state)).ToArray();
        return (stack(outputs), state);
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
        double Greatest = double.PositiveInfinity)
    {
        /// <summary>With parameters that differ where fresh ones are equal.</summary>
        public Mamba2 Make()
        {
            manual_seed(65);
            var layer = new Mamba2(
                Features, StateSize, 2, HeadSize, Groups, Taps, ScannedFeatures, 1, 16, 1e-3, 1e-1, 1e-4, Least, Greatest, SkipPerChannel,
                Norm, NormFirst, 0, ConvBias, Bias, 8, 1);
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
