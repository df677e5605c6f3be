using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>The layers with attention, whole and in windows or chunks.</summary>
internal static class AttentionCases
{
    private const int Batch = 2, Features = 128, Heads = 4, Queries = 64, Values = 256, States = 16, Window = 128;

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. new[] { 512, 2048 }.SelectMany(length => ((IEnumerable<BenchmarkCase>)
        [
            .. Transformer(length, 0),
            .. Transformer(length, Window),
            .. OfMega(length, 0),
            .. OfMega(length, Window),
            .. OfSeqBoat(length),
        ])),
    ];

    private static IEnumerable<BenchmarkCase> Transformer(int length, int window) => Of(
        $"attention D={Features} heads={Heads} window={Text(window)} B={Batch} L={length}",
        length,
        8.0 * Features * Features,
        Read(length, window, 3) * 4.0 * Features,
        () => new Attention(Features, length, bidirectional: true, Heads, window, bias: false, dropout: 0));

    private static IEnumerable<BenchmarkCase> OfMega(int length, int chunk) => Of(
        $"Mega D={Features} z={Queries} v={Values} n={States} chunk={Text(chunk)} B={Batch} L={length}",
        length,
        (2.0 * Features * ((2 * Values) + (2 * Features) + Queries + Values)) + (20.0 * Features * Math.Log2(2.0 * length)),
        Read(length, chunk, 1) * 2.0 * (Queries + Values),
        () => new Mega(
            Features, length, bidirectional: true, Queries, Values, States, chunk, AttentionFunction.Softmax, RelativeBiasKind.Simple,
            dropout: 0));

    private static IEnumerable<BenchmarkCase> OfSeqBoat(int length) => Of(
        $"SeqBoat D={Features} z={Queries} v={Values} n={States} window={Window} B={Batch} L={length}",
        length,
        (2.0 * Features * (Features + 2 + Queries + (3 * Values))) + (20.0 * Features * Math.Log2(2.0 * length)),
        Read(length, Window, 3) * 2.0 * (Queries + Values),
        () => new SeqBoat(
            Features, length, bidirectional: true, Queries, Values, States, Window, localPositions: true, AttentionFunction.Softmax,
            dropout: 0));

    /// <summary>A case of one layer: work per position, by its maps and by the keys that it reads.</summary>
    private static IEnumerable<BenchmarkCase> Of(string name, int length, double maps, double keys, Func<SequenceLayer> make)
    {
        double positions = Batch * length;
        var work = new Work(positions * (maps + keys), 8 * positions * Features);
        return DifferentiableCases.Of(
            name,
            work,
            work * 3,
            owned =>
            {
                var layer = owned.Own(make());
                return new Operation([randn(Batch, length, Features)], inputs => layer.forward(inputs[0], null), layer);
            },
            Batch * length);
    }

    private static long Read(int length, int window, int blocks) => window == 0 ? length : Math.Min(length, blocks * window);

    private static string Text(int size) => size == 0 ? "all" : $"{size}";
}
