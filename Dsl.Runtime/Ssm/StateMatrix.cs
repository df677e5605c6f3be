using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Initial values of a state-space layer's matrices: A = diag(<see cref="Diagonal"/>) − P P*, one mode of each conjugate pair. All
/// tensors are complex128 on the CPU.
/// </summary>
/// <param name="Diagonal">λ, with negative real and non-positive imaginary parts, <c>[copies, stateSize / 2]</c>.</param>
/// <param name="LowRank">P, <c>[rank, copies, stateSize / 2]</c>; zero for the diagonal initialisations.</param>
/// <param name="Input">B, <c>[copies, stateSize / 2]</c>.</param>
public sealed record StateMatrix(Tensor Diagonal, Tensor LowRank, Tensor Input) : IDisposable
{
    /// <summary>The official S4's limit for the imaginary part of V* B.</summary>
    public const double OfficialInputClip = 2.0;

    /// <summary>Makes the initial values.</summary>
    /// <param name="initialisation">Which initial values.</param>
    /// <param name="stateSize">Real dimension N of the state; even, except for the forms of LegS, whose middle mode is left out of an odd
    /// one.</param>
    /// <param name="rank">Rank of the low-rank term.</param>
    /// <param name="copies">Number of independent systems.</param>
    /// <param name="inputClip">Largest magnitude of the imaginary part of V* B in the forms of HiPPO; null: not clipped.</param>
    /// <returns>The values, owned by the caller.</returns>
    public static StateMatrix Create(
        Initialisation initialisation, int stateSize, int rank, int copies, double? inputClip = OfficialInputClip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        var isLegS = initialisation is Initialisation.LegS or Initialisation.DiagonalLegS;
        if (stateSize < 2 || (stateSize % 2 != 0 && !isLegS))
        {
            throw new ArgumentOutOfRangeException(
                nameof(stateSize),
                stateSize,
                $"The state size must be {(isLegS ? "" : "even and ")}at least 2: modes come in conjugate pairs.");
        }

        Initialisation[] halves = initialisation switch
        {
            Initialisation.Hippo => [Initialisation.LegS, Initialisation.Fourier],
            Initialisation.Diagonal => [Initialisation.DiagonalInverse, Initialisation.DiagonalLinear],
            _ => [initialisation],
        };
        if (copies % halves.Length != 0)
        {
            throw new ArgumentException(
                $"{initialisation} gives half of the copies to {halves[0]} and half to {halves[1]}; {copies} copies cannot be halved.",
                nameof(copies));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        StateMatrix[] parts = [.. halves.Select(half => Single(half, stateSize, rank, copies / halves.Length, inputClip))];
        return new StateMatrix(
            cat([.. parts.Select(part => part.Diagonal)], 0).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.LowRank)], 1).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.Input)], 0).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Diagonal.Dispose();
        LowRank.Dispose();
        Input.Dispose();
    }

    private static StateMatrix Single(Initialisation initialisation, int stateSize, int rank, int copies, double? inputClip)
    {
        HippoMeasure? measure = initialisation switch
        {
            Initialisation.LegS => HippoMeasure.LegS,
            Initialisation.LegT => HippoMeasure.LegT,
            Initialisation.Fourier => HippoMeasure.Fourier,
            _ => null,
        };
        if (measure is { } hippo)
        {
            var form = Ssm.Hippo.Diagonalise(hippo, stateSize, rank, inputClip);
            return new StateMatrix(
                form.Eigenvalues.unsqueeze(0).repeat(copies, 1),
                form.LowRank.unsqueeze(1).repeat(1, copies, 1),
                form.Input.unsqueeze(0).repeat(copies, 1));
        }

        var half = stateSize / 2;
        var none = zeros([rank, copies, half], ScalarType.ComplexFloat64);
        if (initialisation == Initialisation.DiagonalLegS)
        {
            var form = Ssm.Hippo.Diagonalise(HippoMeasure.LegS, stateSize, 1, inputClip);
            // The imaginary part is used unchanged; the real part is −1/2 everywhere, as in the other diagonal forms.
            var diagonal = complex(full_like(form.Eigenvalues.real, Scalars.Of(-0.5)), form.Eigenvalues.imag);
            return new StateMatrix(diagonal.unsqueeze(0).repeat(copies, 1), none, form.Input.unsqueeze(0).repeat(copies, 1));
        }

        var real = new double[copies * half];
        var imaginary = new double[copies * half];
        using var normal = initialisation == Initialisation.DiagonalRandom
            ? randn(copies * half, ScalarType.Float64)
            : zeros(1, ScalarType.Float64);
        double[] draws = [.. normal.data<double>()];
        for (var i = 0; i < real.Length; i++)
        {
            var n = i % half;
            real[i] = initialisation == Initialisation.DiagonalReal ? -(n + 1) : -0.5;
            var frequency = initialisation switch
            {
                Initialisation.DiagonalLinear => Math.PI * n,
                Initialisation.DiagonalInverse => stateSize / Math.PI * ((stateSize / ((2.0 * n) + 1)) - 1),
                Initialisation.DiagonalInverse2 => stateSize / Math.PI * ((stateSize / (n + 1.0)) - 1),
                Initialisation.DiagonalQuadratic => ((2 * n) + 1) * ((2 * n) + 1) / Math.PI,
                Initialisation.DiagonalReal => 0.0,
                Initialisation.DiagonalRandom => Math.Exp(draws[i]),
                _ => throw new ArgumentOutOfRangeException(nameof(initialisation), initialisation, "There is no such initialisation."),
            };
            imaginary[i] = -frequency;
        }

        return new StateMatrix(
            complex(tensor(real), tensor(imaginary)).reshape(copies, half),
            none,
            ones([copies, half], ScalarType.ComplexFloat64));
    }
}
