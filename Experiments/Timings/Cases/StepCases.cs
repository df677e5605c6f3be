using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>Steps of single layers, which write to existing tensors.</summary>
internal static class StepCases
{
    private const int Steps = 32;

    public static IEnumerable<BenchmarkCase> All =>
        [Mamba2(1), Mamba2(64), Liquid(LiquidKernel.KB, 1), Liquid(LiquidKernel.KB, 64), Liquid(LiquidKernel.Exact, 64)];

    private static BenchmarkCase Mamba2(int batch)
    {
        const int Features = 512, States = 128, HeadSize = 64, Inner = 2 * Features, Heads = Inner / HeadSize;
        double weights = (Features * ((2 * Inner) + (2 * States) + Heads)) + (Inner * Features), states = Inner * States;
        return Step(
            $"Mamba-2 {Steps} steps d_model={Features} N={States} B={batch}",
            () => new Mamba2(
                Features,
                States,
                2,
                HeadSize,
                1,
                4,
                0,
                1,
                16,
                1e-3,
                1e-1,
                1e-4,
                0,
                double.PositiveInfinity,
                false,
                true,
                false,
                0,
                true,
                false,
                256,
                1,
                true),
            Features,
            batch,
            new Work(batch * ((2 * weights) + (5 * states)), 4 * (weights + (2 * batch * states))));
    }

    private static BenchmarkCase Liquid(LiquidKernel kernel, int batch)
    {
        const int Features = 512, States = 64, Order = 3;
        double numbers = Features * States;                            // of the modes, real and imaginary
        return Step(
            $"Liquid-S4 {kernel} {Steps} steps N={States} H={Features} B={batch}",
            () => new LiquidS4(
                Features, bidirectional: false, States, kernel, Order, LiquidContraction.None, 1e-3, 1e-1, 1e-3, Activation.Gelu),
            Features,
            batch,
            new Work(batch * numbers * (5 + (2 * Order)), 4 * numbers * (2 + Order + (2 * batch))));
    }

    private static BenchmarkCase Step(string name, Func<StreamingLayer> create, int features, int batch, Work work) => new(
        name,
        owned =>
        {
            var layer = owned.Own(create());
            var state = owned.Own(layer.NewState(batch));
            var (u, y) = (randn(batch, features) * Scalars.Of(0.01), zeros(batch, features));
            return () =>
            {
                for (var step = 0; step < Steps; step++)
                {
                    layer.Step(u, state, y);
                }
            };
        })
    {
        Work = work * Steps,
        Tokens = Steps * batch,
    };
}
