using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>The scans of Mamba and Mamba-2, their blocks, and steps of both.</summary>
internal static class MambaCases
{
    private const int Batch = 2, Steps = 64;

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. new[] { 512, 2048 }.SelectMany(
            length => ((IEnumerable<BenchmarkCase>)[.. Scan(length), .. Block(length), .. Dual(length), .. SecondBlock(length)])),
        BlockSteps(),
        Stack(1),
        Stack(64),
    ];

    /// <summary>Random inputs of a selective scan, with the distributions of the Python script.</summary>
    internal static SelectiveScanInputs Inputs(int batch, int features, int states, int length) => new()
    {
        U = randn(batch, length, features),
        Delta = randn(batch, length, features) - Scalars.One,
        A = -randn(features, states).exp(),
        B = randn(batch, length, states),
        C = randn(batch, length, states),
        DeltaBias = randn(features),
        Softplus = true,
        D = randn(features),
        Z = randn(batch, length, features),
    };

    /// <summary>Work per state: ΔA, its exponential, the update, the sum. Work per channel: softplus, D, gate.</summary>
    internal static Work ScanWork(int batch, int features, int states, int length)
    {
        var channels = (double)batch * length * features;
        return new Work(
            channels * ((states * (6 + Work.Exponential)) + (3 * Work.Exponential)),
            4 * ((4 * channels) + (2.0 * batch * length * states)));
    }

    /// <summary>
    /// The backward pass computes the states again and then their gradients: twelve operations besides those of the forward pass. Inputs
    /// are
    /// read again, and gradients are written.
    /// </summary>
    internal static Work ScanBackwardWork(int batch, int features, int states, int length)
    {
        var channels = (double)batch * length * features;
        return ScanWork(batch, features, states, length)
            + new Work(
                channels * ((states * (18 + Work.Exponential)) + (4 * Work.Exponential)),
                4 * ((7 * channels) + (4.0 * batch * length * states)));
    }

    internal static Mamba MakeBlock(int features, int states) =>
        new(features, states, 2, 4, 0, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1.0, true, false, 1);

    private static IEnumerable<BenchmarkCase> Scan(int length)
    {
        const int Features = 256, States = 16;
        return DifferentiableCases.Of(
            $"Mamba selective_scan_ref B={Batch} D={Features} N={States} L={length}",
            ScanWork(Batch, Features, States, length),
            ScanWork(Batch, Features, States, length) + ScanBackwardWork(Batch, Features, States, length),
            _ =>
            {
                var i = Inputs(Batch, Features, States, length);
                return new Operation(
                    [i.U, i.Delta, i.A, i.B, i.C, i.D!, i.Z!, i.DeltaBias!],
                    v => SelectiveScan.Output(new SelectiveScanInputs
                    {
                        U = v[0],
                        Delta = v[1],
                        A = v[2],
                        B = v[3],
                        C = v[4],
                        D = v[5],
                        Z = v[6],
                        DeltaBias = v[7],
                        Softplus = true,
                    }),
                    Weighted: false);
            },
            Batch * length,
            $"Mamba parallel scan (mamba.py) B={Batch} D={Features} N={States} L={length}");
    }

    private static IEnumerable<BenchmarkCase> Block(int length)
    {
        const int Features = 128, States = 16, Rank = 8;
        double positions = Batch * length, inner = 2 * Features;
        var products = new Work(
            positions * 2 * inner * ((3 * Features) + (2 * (Rank + States)) + 4),
            4 * positions * ((2 * Features) + (6 * inner)));
        return DifferentiableCases.Of(
            $"Mamba block slow path d_model={Features} N={States} B={Batch} L={length}",
            products + ScanWork(Batch, 2 * Features, States, length),
            (products * 3) + ScanWork(Batch, 2 * Features, States, length) + ScanBackwardWork(Batch, 2 * Features, States, length),
            owned =>
            {
                var block = owned.Own(MakeBlock(Features, States));
                return new Operation([randn(Batch, length, Features)], inputs => block.forward(inputs[0], null), block);
            },
            Batch * length,
            $"Mamba block with mamba.py's scan d_model={Features} N={States} B={Batch} L={length}");
    }

    /// <summary>The chunked scan of Mamba-2, without its block.</summary>
    private static IEnumerable<BenchmarkCase> Dual(int length)
    {
        const int Heads = 4, HeadSize = 64, States = 64, Chunk = 64;

        // Per chunk: the products C Bᵀ and (C Bᵀ) X, the chunk's states, and the output that earlier states contribute.
        double positions = Batch * length, perPosition = (2.0 * Chunk * States) + (Heads * HeadSize * ((2.0 * Chunk) + (4 * States)));
        return DifferentiableCases.Of(
            $"Mamba-2 ssd_minimal b={Batch} heads={Heads} p={HeadSize} n={States} chunk={Chunk} L={length}",
            new Work(positions * perPosition, 4 * positions * ((2 * Heads * HeadSize) + Heads + (2 * States))),
            null,
            _ =>
            {
                var delta = (randn(Batch, length, Heads) - Scalars.Two).Softplus();
                return new Operation(
                    [
                        randn(Batch, length, Heads, HeadSize) * delta.unsqueeze(-1),
                        -rand(Heads).exp() * delta,
                        randn(Batch, length, Heads, States),
                        randn(Batch, length, Heads, States),
                    ],
                    v => StateSpaceDual.Output(v[0], v[1], v[2], v[3], Chunk, null),
                    Weighted: false);
            },
            Batch * length);
    }

    private static IEnumerable<BenchmarkCase> SecondBlock(int length)
    {
        const int Features = 128, States = 64, Inner = 2 * Features, HeadSize = 64, Heads = Inner / HeadSize, Chunk = 64;
        double positions = Batch * length, convolved = Inner + (2 * States);
        return DifferentiableCases.Of(
            $"Mamba-2 block d_model={Features} N={States} B={Batch} L={length}",
            new Work(
                positions * (
                    (2.0 * Features * (Inner + convolved + Heads + Inner)) + (8 * convolved) + (2.0 * Chunk * States)
                        + (Inner * ((2.0 * Chunk) + (4 * States)))),
                4 * positions * ((2 * Features) + (3 * Inner) + (2 * convolved))),
            null,
            owned =>
            {
                var block = owned.Own(new Mamba2(
                    Features, States, 2, HeadSize, 1, 4, 0, 1, 16, 1e-3, 1e-1, 1e-4, 0, double.PositiveInfinity, false, true, false, 0,
                    true,
                    false, Chunk, 1, true));
                return new Operation([randn(Batch, length, Features)], inputs => block.forward(inputs[0], null), block);
            },
            Batch * length);
    }

    private static BenchmarkCase BlockSteps()
    {
        const int Features = 128, States = 16;
        return new BenchmarkCase(
            $"Mamba block {Steps} recurrent steps d_model={Features} N={States} B=1",
            owned =>
            {
                var block = owned.Own(MakeBlock(Features, States));
                var state = owned.Own(block.NewState(1));
                var x = randn(1, Features);
                return () =>
                {
                    for (var step = 0; step < Steps; step++)
                    {
                        using var y = block.Step(x, state);
                    }
                };
            })
        {
            Work = StepWork(Features, States, 1) * Steps,
            Tokens = Steps,
        };
    }

    /// <summary>One token through all blocks of a language model with 130 million parameters, norms and residuals included.</summary>
    private static BenchmarkCase Stack(int batch)
    {
        const int Features = 768, States = 16, Layers = 24;
        return new BenchmarkCase(
            $"Mamba step width={Features} layers={Layers} B={batch}",
            owned =>
            {
                Mamba[] blocks = [.. Enumerable.Range(0, Layers).Select(_ => owned.Own(MakeBlock(Features, States)))];
                SequenceRmsNorm[] norms = [.. blocks.Select(_ => owned.Own(new SequenceRmsNorm(Features)))];
                StreamState[] states = [.. blocks.Select(block => owned.Own(block.NewState(batch)))];
                var (x, residual, normalised, y) = (
                    randn(batch, Features), zeros(batch, Features), zeros(batch, Features), zeros(batch, Features));
                return () =>
                {
                    residual.copy_(x);
                    for (var layer = 0; layer < Layers; layer++)
                    {
                        blocks[layer].Step(norms[layer].Step(residual, normalised), states[layer], y);
                        StreamStep.Add(residual, y, residual);
                    }
                };
            })
        {
            Work = StepWork(Features, States, batch) * Layers,
            Tokens = batch,
        };
    }

    // Every parameter is read once; the state of each sequence is read and written.
    private static Work StepWork(int features, int states, int batch)
    {
        double inner = 2 * features, rank = (features + 15) / 16;
        var weights = inner * ((3 * features) + (2 * rank) + (3 * states) + 7);
        return new Work(
            batch * ((2 * weights) + (inner * ((states * (6 + Work.Exponential)) + (4 * Work.Exponential)))),
            4 * (weights + (batch * 2 * inner * (states + 4))));
    }
}
