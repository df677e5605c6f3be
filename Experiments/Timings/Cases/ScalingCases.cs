using SerpentDsl.Functions;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>
/// The same layers on sequences of growing length, to show how time per token and memory depend on the length. The reference path is not
/// measured, because it would take minutes.
/// </summary>
internal static class ScalingCases
{
    private static readonly int[] s_lengths = [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18];

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. s_lengths.SelectMany(Scan),
        .. s_lengths.SelectMany(Block),
        .. s_lengths.SelectMany(Diagonal),
    ];

    private static IEnumerable<BenchmarkCase> Scan(int length)
    {
        const int Features = 64, States = 16;
        return Alone(DifferentiableCases.Of(
            $"length scaling selective scan B=1 D={Features} N={States} L={length}",
            MambaCases.ScanWork(1, Features, States, length),
            MambaCases.ScanWork(1, Features, States, length) + MambaCases.ScanBackwardWork(1, Features, States, length),
            _ =>
            {
                var inputs = MambaCases.Inputs(1, Features, States, length);
                return new Operation(
                    [inputs.U, inputs.Delta], v => SelectiveScan.Output(inputs with { U = v[0], Delta = v[1] }), Weighted: false);
            },
            length));
    }

    private static IEnumerable<BenchmarkCase> Block(int length)
    {
        const int Features = 32, States = 16;
        return Alone(DifferentiableCases.Of(
            $"length scaling Mamba block d_model={Features} N={States} B=1 L={length}",
            MambaCases.ScanWork(1, 2 * Features, States, length) + new Work(12.0 * length * Features * Features, 0),
            null,
            owned =>
            {
                var block = owned.Own(MambaCases.MakeBlock(Features, States));
                return new Operation([randn(1, length, Features)], inputs => block.forward(inputs[0], null), block, Weighted: false);
            },
            length));
    }

    private static IEnumerable<BenchmarkCase> Diagonal(int length)
    {
        const int Features = 32, States = 4;
        return Alone(DifferentiableCases.Of(
            $"length scaling S4D layer N={States} H={Features} B=1 L={length}",
            new Work(
                Features * ((3 * Work.Transform(2 * length)) + (length * (6.0 + Work.Exponential + (4 * States)))),
                12.0 * Features * length),
            null,
            owned =>
            {
                var layer = owned.Own(new S4D(
                    Features,
                    false,
                    States,
                    copies: 0,
                    Initialisation.DiagonalLinear,
                    Discretisation.ZeroOrderHold,
                    deltaTied: true,
                    1e-3,
                    1e-1,
                    1e-3,
                    Activation.Gelu));
                return new Operation([randn(1, length, Features)], inputs => layer.forward(inputs[0], null), layer, Weighted: false);
            },
            length));
    }

    private static IEnumerable<BenchmarkCase> Alone(IEnumerable<BenchmarkCase> cases) =>
        cases.Select(one => one with { HasReference = false, IsKernel = false });
}
