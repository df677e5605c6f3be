using SerpentDsl.Functions;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>The S5 layer, its scan, and its step.</summary>
internal static class S5Cases
{
    private const int Batch = 4, Features = 128, Length = 4096, Steps = 64;

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. Scan(64),
        .. Layer(64, Features, bidirectional: false),
        .. Layer(16, Features, bidirectional: true),
        .. Layer(192, 2 * Features, bidirectional: true),
        Step(1),
        Step(64),
    ];

    /// <summary>The scan without the layer.</summary>
    private static IEnumerable<BenchmarkCase> Scan(int modes) => DifferentiableCases.Of(
        $"diagonal scan M={modes} B={Batch} L={Length}",
        new Work(8.0 * Batch * Length * modes, 16.0 * Batch * Length * modes),
        new Work(24.0 * Batch * Length * modes, 48.0 * Batch * Length * modes),
        _ =>
        {
            var exponents = complex(-rand(modes, ScalarType.Float64), randn(modes, ScalarType.Float64));
            return new Operation(
                [randn(Batch, Length, modes, 2)],
                inputs => view_as_real(DiagonalScan.Apply(exponents, view_as_complex(inputs[0]))));
        },
        Batch * Length);

    private static IEnumerable<BenchmarkCase> Layer(int states, int features, bool bidirectional)
    {
        double positions = Batch * Length;
        return DifferentiableCases.Of(
            $"S5 layer N={states} H={features} B={Batch} L={Length}{(bidirectional ? " bidirectional" : "")}",
            new Work(positions * PositionFlops(states, features, bidirectional ? 2 : 1), positions * 8 * features),
            null,
            owned =>
            {
                var layer = owned.Own(Make(states, features, bidirectional));
                return new Operation([randn(Batch, Length, features)], inputs => layer.forward(inputs[0], null), layer);
            },
            Batch * Length);
    }

    /// <summary>Positions computed one at a time.</summary>
    private static BenchmarkCase Step(int batch)
    {
        const int States = 64;
        var parameters = (2.0 * States * Features) + (Features * (Features + 2));
        return new BenchmarkCase(
            $"S5 {Steps} recurrent steps N={States} H={Features} B={batch}",
            owned =>
            {
                var layer = owned.Own(Make(States, Features, bidirectional: false));
                var state = owned.Own(layer.NewState(batch));
                var (u, y) = (randn(batch, Features), zeros(batch, Features));
                return () =>
                {
                    for (var step = 0; step < Steps; step++)
                    {
                        layer.Step(u, state, y);
                    }
                };
            })
        {
            // Parameters are read once for all sequences; states are read and written.
            Work = new Work(
                Steps * batch * PositionFlops(States, Features, 1), Steps * 4 * (parameters + (batch * 2.0 * (States + Features)))),
            Tokens = Steps * batch,
        };
    }

    /// <summary>Complex products with B and C for half the modes; the scan between them; GELU; the gate's matrix and the gate.</summary>
    private static double PositionFlops(double states, double features, int directions) =>
        (2 * states * features * (1 + directions)) + (4 * states * directions) + (features * ((2 * features) + (2 * Work.Exponential)));

    private static S5 Make(int states, int features, bool bidirectional) => new(
        features, bidirectional, states, 2, true, Discretisation.ZeroOrderHold, S5OutputInitialisation.LecunNormal, false, 1e-3, 1e-1,
        S5Activation.HalfGlu1, S5Preset.Official,
        S5OptimizerGroups.Standard, false, 1e-3);
}
