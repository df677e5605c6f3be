using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>The layers around the state-space layers: norms, mixers, the short convolution, resampling, the loss.</summary>
internal static class LayerCases
{
    private const int Batch = 4, Features = 128, Length = 4096;
    private const double Numbers = (double)Batch * Features * Length;

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. Convolution(),
        .. Layer("RMSNorm", 4, () => new SequenceRmsNorm(Features)),
        .. Layer("layer norm", 8, () => new SequenceLayerNorm(Features)),
        .. Layer("batch norm", 8, () => new SequenceBatchNorm(Features)),
        .. Mixer("GLU mixer", (4 * Features) + Work.Exponential, () => new GatedLinearMixer(Features)),
        .. Mixer("GELU mixer", (2 * Features) + Work.Exponential, () => new GeluLinearMixer(Features)),
        .. Pointwise("GELU", Work.Exponential, ExactGelu.Apply),
        .. Pointwise("SiLU", Work.Exponential, x => nn.functional.silu(x)),
        .. Dropout(),
        .. CrossEntropy(),
        .. new[] { 0.5, 0.25 }.SelectMany(Compression),
    ];

    private static IEnumerable<BenchmarkCase> Convolution()
    {
        const int Taps = 4;
        return DifferentiableCases.Of(
            $"causal convolution W={Taps} H={Features} B={Batch} L={Length}",
            new Work(Numbers * 2 * Taps, 8 * Numbers),
            new Work(Numbers * 6 * Taps, 20 * Numbers),
            _ => new Operation(
                [randn(Batch, Length, Features), randn(Features, 1, Taps), randn(Features)],
                inputs => CausalConvolution.Apply(inputs[0], inputs[1], inputs[2], null)),
            Batch * Length);
    }

    private static IEnumerable<BenchmarkCase> Layer(string name, double flops, Func<SequenceLayer> make) => OfModule(
        name, flops, owned =>
        {
            var layer = owned.Own(make());
            return (layer, x => layer.forward(x, null));
        });

    private static IEnumerable<BenchmarkCase> Mixer(string name, double flops, Func<nn.Module<Tensor, Tensor>> make) => OfModule(
        name, flops, owned =>
        {
            var layer = owned.Own(make());
            return (layer, layer.call);
        });

    private static IEnumerable<BenchmarkCase> Dropout() => OfModule(
        "tied dropout", 1, owned =>
        {
            var layer = owned.Own(new SequenceDropout(0.1));
            return (layer, layer.call);
        });

    private static IEnumerable<BenchmarkCase> Pointwise(string name, double flops, Func<Tensor, Tensor> function) =>
        OfModule(name, flops, _ => (null, function));

    /// <summary>A layer whose forward pass reads and writes each number once; its backward pass reads two numbers and writes one.</summary>
    private static IEnumerable<BenchmarkCase> OfModule(
        string name, double flops, Func<Belongings, (nn.Module? Module, Func<Tensor, Tensor> Call)> prepare) =>
        DifferentiableCases.Of(
            $"{name} H={Features} B={Batch} L={Length}",
            new Work(Numbers * flops, 8 * Numbers),
            new Work(Numbers * flops * 3, 20 * Numbers),
            owned =>
            {
                var (module, call) = prepare(owned);
                return new Operation([randn(Batch, Length, Features)], inputs => call(inputs[0]), module);
            },
            Batch * Length);

    private static IEnumerable<BenchmarkCase> CrossEntropy()
    {
        const int Positions = 256, Vocabulary = 50_000;
        const double Logits = (double)Positions * Vocabulary;
        return DifferentiableCases.Of(
            $"cross entropy positions={Positions} vocabulary={Vocabulary}",
            new Work(Logits * (2 + Work.Exponential), 4 * Logits),
            new Work(Logits * (4 + (2 * Work.Exponential)), 12 * Logits),
            _ =>
            {
                var targets = randint(0, Vocabulary, [Positions], ScalarType.Int64);
                return new Operation(
                    [randn(Positions, Vocabulary)], inputs => nn.functional.cross_entropy(inputs[0], targets), Weighted: false);
            },
            Positions);
    }

    /// <summary>Selective compression and decompression, with intervals near half the rate, as at the start of a training.</summary>
    private static IEnumerable<BenchmarkCase> Compression(double rate)
    {
        const int Window = 6, Basis = 2, Branch = Features / 2;
        double points = Batch * Length * rate / 2, inputs = Window * (Features + Basis);
        return DifferentiableCases.Of(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"compression and decompression rate={rate} W={Window} H={Features} B={Batch} L={Length}"),
            new Work(points * 2 * inputs * Branch, 4 * (Numbers + (points * Branch) + (Batch * Length * Branch))),
            null,
            owned =>
            {
                var layer = owned.Own(new SelectiveCompression(Features, Branch, rate, Window, Basis));
                return new Operation(
                    [randn(Batch, Length, Features)],
                    values =>
                    {
                        using var points = layer.forward(values[0], null);
                        return points.Decompress(points.Features);
                    },
                    layer);
            },
            Batch * Length);
    }
}
