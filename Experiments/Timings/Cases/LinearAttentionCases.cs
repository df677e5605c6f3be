using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>GLA, GateLoop, Mamba-3 and linear controlled equations: the recurrence of GLA alone, the layers, and the length.</summary>
internal static class LinearAttentionCases
{
    private const int Batch = 2, Features = 128;

    private static readonly int[] s_lengths = [1 << 10, 1 << 12, 1 << 14, 1 << 16];

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. new[] { 512, 2048 }.SelectMany(OfLength),
        .. s_lengths.SelectMany(length => Alone(Gla(length, 1))),
        .. s_lengths.SelectMany(length => Alone(Third(length, 1))),
    ];

    private static IEnumerable<BenchmarkCase> OfLength(int length) =>
        [.. Gates(length), .. Gla(length, Batch), .. GateLoop(length), .. Third(length, Batch), .. Diagonal(length), .. Dense(length)];

    /// <summary>The recurrence with a decay per key.</summary>
    private static IEnumerable<BenchmarkCase> Gates(int length)
    {
        const int Heads = 4, Keys = 32, Values = 64;
        double positions = Batch * length, numbers = Heads * ((3.0 * Keys) + (2 * Values));
        return DifferentiableCases.Of(
            $"GLA recurrence b={Batch} heads={Heads} k={Keys} v={Values} L={length}",
            new Work(positions * Heads * Keys * ((5.0 * Values) + Work.Exponential), 4 * positions * numbers),
            null,
            _ => new Operation(
                [
                    randn(Batch, length, Heads, Keys), randn(Batch, length, Heads, Keys), randn(Batch, length, Heads, Values),
                    nn.functional.logsigmoid(randn(Batch, length, Heads, Keys)),
                ],
                v => LinearAttention.Output(
                    new LinearAttentionInputs { Queries = v[0], Keys = v[1], Values = v[2], LogDecays = v[3] }),
                Weighted: false),
            Batch * length);
    }

    private static IEnumerable<BenchmarkCase> Gla(int length, int batch)
    {
        const int Heads = 4, Rank = 16, Keys = Features / 2;
        return Layer(
            $"GLA layer d_model={Features} heads={Heads}",
            batch,
            length,
            (2.0 * Features * ((2 * Keys) + (3 * Features) + Rank)) + (2 * Rank * Keys) + (5.0 * Keys * Features / Heads)
                + (3 * Work.Exponential * Features),
            (7.0 * Features) + (3 * Keys),
            () => new Gla(Features, Heads, 0, 0, 0, Rank, 16, double.NegativeInfinity, true, false, GlaFeatureMap.None, 0, false));
    }

    private static IEnumerable<BenchmarkCase> GateLoop(int length)
    {
        const int Heads = 8;
        return Layer(
            $"GateLoop layer d_model={Features} heads={Heads}",
            Batch,
            length,
            (2.0 * Features * ((5 * Features) + (2 * Heads))) + (10.0 * Features * Features / Heads) + (2 * Work.Exponential * Features),
            8.0 * Features,
            () => new GateLoop(Features, Heads, 0, complexGates: true, outputGate: true, subNorm: false, gateGradient: 1));
    }

    private static IEnumerable<BenchmarkCase> Third(int length, int batch)
    {
        const int States = 64, HeadSize = 64, Inner = 2 * Features, Heads = Inner / HeadSize;
        return Layer(
            $"Mamba-3 block d_model={Features} N={States}",
            batch,
            length,
            (2.0 * Features * ((3 * Inner) + (2 * States) + (3 * Heads) + (States / 4))) + (5.0 * Inner * States)
                + (Heads * States * (10.0 + Work.Exponential)) + (2 * Work.Exponential * Inner),
            (2.0 * Features) + (4 * Inner) + (4 * Heads * States),
            () => new Mamba3(Features, States, 2, HeadSize, 1, false, 1e-4, 1e-3, 1e-1, 1e-4, outputNorm: false, residualLayers: 1));
    }

    private static IEnumerable<BenchmarkCase> Diagonal(int length) => Layer(
        $"linear CDE diagonal N={Features}",
        Batch,
        length,
        (4.0 * Features * (Features + 1)) + (3 * Features),
        6.0 * Features,
        () => new LinearCde(Features, length, 0, 1, CdeControl.Value, CdeSolution.Euler, 1));

    private static IEnumerable<BenchmarkCase> Dense(int length)
    {
        const int States = 32;
        return Layer(
            $"linear CDE dense N={States} d_model={Features}",
            Batch,
            length,
            (2.0 * (Features + 1) * States * (States + 1)) + (2 * States * States) + (2 * States * Features),
            (2.0 * States * States) + (3 * Features),
            () => new LinearCde(Features, length, States, 0, CdeControl.Value, CdeSolution.Euler, 1));
    }

    /// <summary>A layer with its gradients.</summary>
    /// <param name="name">What the case is called.</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="length">Positions.</param>
    /// <param name="flops">Operations of a position.</param>
    /// <param name="numbers">Numbers of a position that are read or written.</param>
    /// <param name="create">Makes the layer.</param>
    private static IEnumerable<BenchmarkCase> Layer(
        string name, int batch, int length, double flops, double numbers, Func<SequenceLayer> create)
    {
        double positions = batch * length;
        return DifferentiableCases.Of(
            $"{name} B={batch} L={length}",
            new Work(positions * flops, 4 * positions * numbers),
            null,
            owned =>
            {
                var layer = owned.Own(create());
                return new Operation([randn(batch, length, Features)], inputs => layer.forward(inputs[0], null), layer, Weighted: false);
            },
            batch * length);
    }

    private static IEnumerable<BenchmarkCase> Alone(IEnumerable<BenchmarkCase> cases) =>
        cases.Select(one => one with { Name = $"length scaling {one.Name}", HasReference = false, IsKernel = false });
}
