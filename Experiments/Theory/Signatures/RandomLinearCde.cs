using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>
/// A linear controlled differential equation with drawn coefficients, dZ = Σ_i A_i Z dω_i + B dω, Z_0 = W X_0 + b, driven by
/// ω = [t, X]; nothing is trained. Solved exactly for piecewise linear paths, by the exponential series on every piece. Float64.
/// </summary>
internal sealed class RandomLinearCde : IDisposable
{
    /// <summary>The series ends where a term changes no state by more than this share.</summary>
    private const double Smallest = 1e-15;

    /// <summary>Most terms of the series.</summary>
    private const int MostTerms = 100;

    private readonly Tensor _a;
    private readonly Tensor _b;
    private readonly Tensor _weights;
    private readonly Tensor _bias;

    /// <summary>Draws A ~ N(0, 1/N), and B, W and b ~ N(0, 1).</summary>
    /// <param name="dimensions">Coordinates of a path.</param>
    /// <param name="states">N.</param>
    /// <param name="seed">Seed of the draw.</param>
    public RandomLinearCde(int dimensions, int states, long seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var controls = dimensions + 1;
        _a = (randn([controls * states, states], ScalarType.Float64, generator: generator) / Scalars.Of(Math.Sqrt(states)))
            .DetachFromDisposeScope();
        _b = randn([controls, states], ScalarType.Float64, generator: generator).DetachFromDisposeScope();
        _weights = randn([dimensions, states], ScalarType.Float64, generator: generator).DetachFromDisposeScope();
        _bias = randn([states], ScalarType.Float64, generator: generator).DetachFromDisposeScope();
    }

    /// <summary>The last states of paths, whose time runs from 0 to 1.</summary>
    /// <param name="paths">Float64 <c>[count, length, dimensions]</c>.</param>
    /// <returns><c>[count, states]</c>, owned by the caller.</returns>
    public Tensor LastStates(Tensor paths)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (count, length, states) = (paths.shape[0], paths.shape[1], _bias.shape[0]);
        var steps = paths.narrow(1, 1, length - 1) - paths.narrow(1, 0, length - 1);
        var time = ones([count, length - 1, 1], ScalarType.Float64) / Scalars.Of(length - 1);
        var increments = cat([time, steps], 2);
        var state = paths.select(1, 0).matmul(_weights).Plus(_bias);
        for (long piece = 0; piece < length - 1; piece++)
        {
            using var inner = NewDisposeScope();
            var increment = increments.select(1, piece);
            // e^M Z + φ₁(M) c = Z + (M Z + c) + M (M Z + c) / 2! + …
            var term = Apply(state, increment, states).Plus(increment.matmul(_b));
            var next = state.Plus(term);
            for (var order = 2; order <= MostTerms && Largest(term) > Smallest * Largest(next); order++)
            {
                term = Apply(term, increment, states) / Scalars.Of(order);
                next = next.Plus(term);
            }

            state = next.MoveToOuterDisposeScope();
        }

        return state.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _weights.Dispose();
        _bias.Dispose();
    }

    private static double Largest(Tensor values) => values.abs().max().item<double>();

    /// <summary>Σ_i δ_i A_i z for every path.</summary>
    private Tensor Apply(Tensor state, Tensor increment, long states) =>
        (state.matmul(_a.t()).reshape(state.shape[0], -1, states) * increment.unsqueeze(2)).sum(1);
}
