using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

/// <summary>
/// Everything that a model's step is made of beside its branches: fused against plain operators and float64, and without garbage.
/// </summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class StreamStepTests
{
    private const double Single = 2e-6;

    public static TheoryData<long, long> Shapes() => new()
    {
        // batch, features
        { 1, 1 },
        { 1, 16 },
        { 1, 513 },
        { 3, 7 },
        { 15, 33 },
        { 17, 48 },
        { 64, 65 },
        { 65, 5 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_operation_is_that_of_plain_operators(long batch, long features)
    {
        using var scope = NewDisposeScope();
        manual_seed(80);
        Tensor x = randn(batch, features) * Scalars.Two, y = randn(batch, features);
        var (rms, layer) = (Randomised(new SequenceRmsNorm(features)), Randomised(new SequenceLayerNorm(features)));
        var (halves, gelu, gate, geluGate) = (
            new GatedLinearMixer(features),
            new GeluLinearMixer(features),
            new HalfGatedMixer(features, false),
            new HalfGatedMixer(features, true));
        var (linear, plainLinear, tied, table) = (
            nn.Linear(features, 9), nn.Linear(features, 37, hasBias: false), new TiedProjection(), randn(21, features));
        var tokens = randint(0, 21, [batch], ScalarType.Int64);

        Check("rms norm", features, rms, (a, output) => rms.Step(a, output), a => rms.forward(a.unsqueeze(1), null).squeeze(1), x);
        if (features > 1)
        {
            // The variance of a single number is zero, and what libtorch makes of it rounding.
            Check(
                "layer norm",
                features,
                layer,
                (a, output) => layer.Step(a, output),
                a => layer.forward(a.unsqueeze(1), null).squeeze(1),
                x);
        }

        Check("gated mixer", features, halves, (a, output) => halves.Step(a, output), a => halves.forward(a), x);
        Check("GELU mixer", features, gelu, (a, output) => gelu.Step(a, output), a => gelu.forward(a), x);
        Check("gate", features, gate, (a, output) => gate.Step(a, output), a => gate.forward(a), x);
        Check("GELU gate", features, geluGate, (a, output) => geluGate.Step(a, output), a => geluGate.forward(a), x);
        Check("linear", 9, linear, (a, output) => StreamStep.Linear(linear, a, output), a => linear.call(a), x);
        Check(
            "linear without bias", 37, plainLinear, (a, output) => StreamStep.Linear(plainLinear, a, output), a => plainLinear.call(a), x);
        Check("tied", 21, null, (a, output) => tied.Step(a, table.to(a.dtype), output), a => tied.forward(a, table.to(a.dtype)), x);
        Check(
            "sum", features, null, (a, output) => StreamStep.Add(a, y.to(a.dtype), output), a => a.Plus(y.to(a.dtype)), x, tolerance: 1e-7);
        Check(
            "join",
            (2 * features) + 3,
            null,
            (a, output) => StreamStep.Join([a, y.narrow(1, 0, 1).expand(batch, 3).contiguous().to(a.dtype), a], output),
            a => cat([a, y.narrow(1, 0, 1).expand(batch, 3).to(a.dtype), a], 1),
            x,
            tolerance: 0);
        Check(
            "embedding",
            features,
            null,
            (a, output) => StreamStep.Embed(tokens, table.to(a.dtype), output),
            a => table.to(a.dtype).index_select(0, tokens),
            x,
            tolerance: 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void No_operation_makes_tensors_or_garbage(long batch)
    {
        using var scope = NewDisposeScope();
        const long Features = 40;
        Tensor x = randn(batch, Features),
            output = zeros(batch, Features),
            wide = zeros(batch, 2 * Features),
            logits = zeros(batch, 21),
            table = randn(21, Features);
        var (rms, layer, halves, gelu, gate) = (
            new SequenceRmsNorm(Features),
            new SequenceLayerNorm(Features),
            new GatedLinearMixer(Features),
            new GeluLinearMixer(Features),
            new HalfGatedMixer(Features, true));
        var (linear, tied, tokens) = (nn.Linear(Features, 21), new TiedProjection(), randint(0, 21, [batch], ScalarType.Int64));
        using StreamState mean = StreamPooling.NewMean(batch, Features, x),
            last = StreamPooling.NewLast(batch, Features, x),
            state = StreamState.Empty(batch);
        void Run()
        {
            StreamInput.CheckTokens(tokens, 21);
            StreamInput.CheckValues(x, (int)Features, ScalarType.Float32);
            StreamStep.CheckOutput(output, batch, Features);
            StreamStep.Embed(tokens, table, output);
            rms.Step(x, output);
            layer.Step(x, output);
            halves.Step(x, output);
            gelu.Step(x, output);
            gate.Step(x, output);
            StreamStep.Linear(linear, x, logits);
            tied.Step(x, table, logits);
            StreamStep.Add(x, x, state.Room(0, Features, x));
            StreamStep.Join([x, output], wide);
            StreamPooling.StepMean(x, mean, output);
            StreamPooling.StepLast(x, last, output);
        }

        Run();
        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(Run, 100);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var (linear, norm, mixer) = (nn.Linear(4, 3), new SequenceRmsNorm(4), new GatedLinearMixer(4));
        Tensor x = zeros(2, 4), table = zeros(5, 4);
        void Refuse(string message, Action run) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(run).Message, StringComparison.Ordinal);
        void RefuseAll()
        {
            Refuse("writes [2, 3], not [2, 4]", () => StreamStep.Linear(linear, x, zeros(2, 4)));
            Refuse("writes [2, 4], not [3, 4]", () => norm.Step(x, zeros(3, 4)));
            Refuse("[batch, 4], not [2, 5]", () => norm.Step(zeros(2, 5), x));
            Refuse("writes [2, 4], not [2, 8]", () => mixer.Step(x, zeros(2, 8)));
            Refuse("writes [2, 4], not [2, 3]", () => StreamStep.Add(x, zeros(2, 3), zeros(2, 4)));
            Refuse("writes [2, 8], not [2, 4]", () => StreamStep.Join([x, x], zeros(2, 4)));
            Refuse("writes [3, 4], not [2, 4]", () => StreamStep.Embed(zeros(3, ScalarType.Int64), table, x));
            Refuse("Token 5 is outside", () => StreamStep.Embed(full([2], Scalars.Of(5), ScalarType.Int64), table, zeros(2, 4)));
            Refuse("Float32 on cpu, not Float64 on cpu", () => norm.Step(x, zeros([2, 4], ScalarType.Float64)));
        }

        RefuseAll();
        using (FusedKernels.Off())
        {
            RefuseAll();
        }
    }

    // Fused, by plain operators with float32, and both against float64.
    private static void Check(
        string name,
        long width,
        nn.Module? module,
        Func<Tensor, Tensor, Tensor> step,
        Func<Tensor, Tensor> forward,
        Tensor x,
        double tolerance = Single)
    {
        using var noGradient = no_grad();
        Tensor output = full([x.shape[0], width], Scalars.Of(float.NaN)), strided = full([width, x.shape[0]], Scalars.Of(float.NaN)).t();
        Assert.Same(output, step(x, output));
        using (FusedKernels.Off())
        {
            var plain = full([x.shape[0], width], Scalars.Of(float.NaN));
            step(x, plain);
            Tolerance.AssertClose(forward(x), plain, 0, $"{name} by operators");
            Tolerance.AssertClose(plain, output, 2 * tolerance, name);
        }

        step(x, strided);
        Tolerance.AssertClose(output, strided, 2 * tolerance, $"{name} into strides");
        module?.to(ScalarType.Float64);
        var exact = zeros([x.shape[0], width], ScalarType.Float64);
        step(x.to(ScalarType.Float64), exact);
        Tolerance.AssertClose(exact, output, tolerance, $"{name} against float64");
    }

    private static T Randomised<T>(T module)
        where T : nn.Module
    {
        using var noGradient = no_grad();
        foreach (var parameter in module.parameters())
        {
            parameter.normal_();
        }

        return module;
    }
}
