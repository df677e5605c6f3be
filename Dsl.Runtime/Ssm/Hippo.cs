using System.Numerics;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The HiPPO state matrices and their normal-plus-low-rank form (S4, equations 6 and 7 of SeRpEnt), in float64.
/// </summary>
public static class Hippo
{
    /// <summary>Below this an eigenvalue counts as zero; the Fourier measure has one such pair.</summary>
    private const double ZeroEigenvalue = 1e-4;

    /// <summary>Entries of a unit vector below this are rounding errors.</summary>
    private const double Negligible = 1e-8;

    /// <summary>The dense system x' = A x + B u of a measure.</summary>
    /// <param name="measure">The HiPPO measure.</param>
    /// <param name="stateSize">Real dimension N of the state; even, except for LegS.</param>
    /// <returns>A, <c>[N, N]</c>, and B, <c>[N]</c>.</returns>
    public static (double[,] A, double[] B) Transition(HippoMeasure measure, int stateSize)
    {
        CheckStateSize(measure, stateSize);
        var a = new double[stateSize, stateSize];
        var b = new double[stateSize];
        for (var n = 0; n < stateSize; n++)
        {
            var root = Math.Sqrt((2 * n) + 1);
            b[n] = measure switch
            {
                HippoMeasure.LegS => root,
                HippoMeasure.LegT => root / 2,
                _ => FourierInput(n),
            };
            for (var k = 0; k < stateSize; k++)
            {
                var product = root * Math.Sqrt((2 * k) + 1);
                a[n, k] = measure switch
                {
                    HippoMeasure.LegS => n > k ? -product : n == k ? -(n + 1) : 0,
                    HippoMeasure.LegT => (n < k && (k - n) % 2 == 1 ? product : -product) / 2,
                    _ => FourierRotation(n, k) - (FourierInput(n) * FourierInput(k)),
                };
            }
        }

        return (a, b);
    }

    /// <summary>P such that A + PᵀP is normal (a multiple of the identity plus a skew-symmetric matrix).</summary>
    /// <param name="measure">The HiPPO measure.</param>
    /// <param name="stateSize">Real dimension N of the state; even, except for LegS.</param>
    /// <param name="rank">Number of rows; rows beyond the rank that the measure needs are zero.</param>
    /// <returns>P, <c>[rank, N]</c>.</returns>
    public static double[,] LowRank(HippoMeasure measure, int stateSize, int rank)
    {
        CheckStateSize(measure, stateSize);
        var needed = measure == HippoMeasure.LegT ? 2 : 1;
        if (rank < needed)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rank), rank, $"{measure} is normal plus rank {needed}; give a rank of at least {needed}.");
        }

        var p = new double[rank, stateSize];
        for (var n = 0; n < stateSize; n++)
        {
            switch (measure)
            {
                case HippoMeasure.LegS:
                    p[0, n] = Math.Sqrt(n + 0.5);
                    break;
                case HippoMeasure.LegT:
                    p[n % 2 == 0 ? 1 : 0, n] = Math.Sqrt(n + 0.5);
                    break;
                default:
                    p[0, n] = FourierInput(n);
                    break;
            }
        }

        return p;
    }

    /// <summary>
    /// The normal-plus-low-rank form, of the half of the modes with negative imaginary part (<see cref="NormalEigenpairs"/>).
    /// </summary>
    /// <param name="measure">The HiPPO measure.</param>
    /// <param name="stateSize">Real dimension N of the state, at least 2; even, except for LegS, whose middle mode is left out of an odd
    /// one.</param>
    /// <param name="rank">Rank of the correction.</param>
    /// <param name="inputClip">Largest magnitude of the imaginary part of V* B; null: not clipped. The official code clips at 2.</param>
    /// <returns>The form, owned by the caller.</returns>
    public static NplrForm Diagonalise(HippoMeasure measure, int stateSize, int rank, double? inputClip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stateSize, 2);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor lowRank = ToTensor(LowRank(measure, stateSize, rank)), b = tensor(Transition(measure, stateSize).B);
        var (eigenvalues, vectors) = NormalEigenpairs(measure, stateSize, rank);
        var half = stateSize / 2;
        eigenvalues = eigenvalues.narrow(0, 0, half);
        vectors = vectors.narrow(1, 0, half);
        if (eigenvalues[half - 1].abs().item<double>() < ZeroEigenvalue)
        {
            vectors = WithSplitKernel(vectors);
        }

        var inverse = vectors.transpose(0, 1).conj().resolve_conj();
        var input = inverse.mm(ToComplex(b).unsqueeze(1)).squeeze(1);
        if (inputClip is { } clip)
        {
            input = complex(input.real, input.imag.clamp(Scalars.Of(-clip), Scalars.Of(clip)));
        }

        var projected = inverse.mm(ToComplex(lowRank).transpose(0, 1)).transpose(0, 1).contiguous();
        return new NplrForm(
            eigenvalues.clone().MoveToOuterDisposeScope(),
            projected.MoveToOuterDisposeScope(),
            input.MoveToOuterDisposeScope(),
            vectors.clone().MoveToOuterDisposeScope());
    }

    /// <summary>
    /// All eigenvalues and eigenvectors of the normal matrix A + PᵀP: imaginary parts from the Hermitian matrix −i(A + PᵀP), real parts the
    /// mean of its diagonal.
    /// </summary>
    /// <param name="measure">The HiPPO measure.</param>
    /// <param name="stateSize">Real dimension N of the state; odd sizes leave one eigenvalue real, and only LegS has them.</param>
    /// <param name="rank">Rank of P.</param>
    /// <returns>
    /// λ <c>[N]</c> by ascending imaginary part and V <c>[N, N]</c>, complex128, owned by the caller. The first entry of each column of V
    /// that does not vanish is real and positive.
    /// </returns>
    public static (Tensor Eigenvalues, Tensor Eigenvectors) NormalEigenpairs(HippoMeasure measure, int stateSize, int rank)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var lowRank = ToTensor(LowRank(measure, stateSize, rank));
        var normal = ToTensor(Transition(measure, stateSize).A).Plus(lowRank.transpose(0, 1).mm(lowRank));
        var (frequencies, vectors) = linalg.eigh(complex(zeros_like(normal), -normal));
        var values = complex(normal.diagonal().mean().expand(frequencies.shape), frequencies);
        return (values.MoveToOuterDisposeScope(), WithFixedPhases(vectors).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Fixes the phases of the eigenvectors. An eigensolver leaves them open, and the clipping of V* B depends on them. LAPACK's routine
    /// for the lower triangle, which the official code uses, gives a real first entry; its sign cancels. Where that entry is zero
    /// (Fourier), the next nonzero one is made real, so that every machine computes the same values.
    /// </summary>
    private static Tensor WithFixedPhases(Tensor vectors)
    {
        var (rows, columns) = (vectors.shape[0], vectors.shape[1]);
        double[] parts = [.. view_as_real(vectors.contiguous()).data<double>()];
        var real = new double[columns];
        var imaginary = new double[columns];
        for (long column = 0; column < columns; column++)
        {
            long row = 0;
            Complex entry;
            do
            {
                var at = 2 * ((row * columns) + column);
                entry = new Complex(parts[at], parts[at + 1]);
            }
            while (entry.Magnitude < Negligible && ++row < rows);
            (real[column], imaginary[column]) = (entry.Real / entry.Magnitude, -entry.Imaginary / entry.Magnitude);
        }

        return vectors * complex(tensor(real), tensor(imaginary));
    }

    /// <summary>
    /// The two modes with eigenvalue zero span the first two coordinates. Every basis of that plane consists of eigenvectors; this one
    /// makes the two conjugate to each other.
    /// </summary>
    private static Tensor WithSplitKernel(Tensor vectors)
    {
        var result = vectors.clone();
        var last = vectors.shape[1] - 1;
        Tensor re = zeros(vectors.shape[0], ScalarType.Float64), im = zeros(vectors.shape[0], ScalarType.Float64);
        re[0] = tensor(Math.Sqrt(0.5));
        im[1] = tensor(Math.Sqrt(0.5));
        result[TensorIndex.Colon, last] = complex(re, im);
        return result;
    }

    private static double FourierInput(int n) => n == 0 ? 1 : n % 2 == 0 ? Math.Sqrt(2) : 0;

    /// <summary>
    /// Coordinates 2f and 2f + 1 are the cosine and the sine of frequency f: they rotate into each other at the angular frequency πf.
    /// </summary>
    private static double FourierRotation(int n, int k)
    {
        var lower = Math.Min(n, k);
        if (Math.Abs(n - k) != 1 || lower % 2 != 0)
        {
            return 0;
        }

        var speed = Math.PI * (lower / 2);
        return n < k ? -speed : speed;
    }

    private static Tensor ToTensor(double[,] matrix)
    {
        var flat = new double[matrix.Length];
        Buffer.BlockCopy(matrix, 0, flat, 0, flat.Length * sizeof(double));
        return tensor(flat).reshape(matrix.GetLength(0), matrix.GetLength(1));
    }

    private static Tensor ToComplex(Tensor real) => complex(real, zeros_like(real));

    private static void CheckStateSize(HippoMeasure measure, int stateSize)
    {
        if (stateSize < 1 || (stateSize % 2 != 0 && measure != HippoMeasure.LegS))
        {
            var limit = measure == HippoMeasure.LegS
                ? "at least 1"
                : "even and at least 2: the modes of this measure come in conjugate pairs";
            throw new ArgumentOutOfRangeException(nameof(stateSize), stateSize, $"The state size must be {limit}.");
        }
    }
}
