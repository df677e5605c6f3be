using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Solves dense systems and raises matrices to powers, in batches. libtorch 2.10 factors a batch of large matrices wrongly on the CPU with
/// several threads (docs/reference/torchsharp.md), so those are solved one by one.
/// </summary>
internal static class DenseSystems
{
    /// <summary>Number of rows up to which batches are solved correctly. The fault was seen from 192 rows on, never at 128.</summary>
    private const long SafeRows = 128;

    /// <summary>Solves A X = B.</summary>
    /// <param name="a">A, <c>[batch, n, n]</c>.</param>
    /// <param name="b">B, <c>[batch, n, columns]</c>, of the same type.</param>
    /// <returns>X, <c>[batch, n, columns]</c>.</returns>
    public static Tensor Solve(Tensor a, Tensor b) =>
        IsSafe(a) ? linalg.solve(a, b) : stack([.. a.unbind(0).Zip(b.unbind(0), (matrix, right) => linalg.solve(matrix, right))]);

    /// <summary>Inverts A.</summary>
    /// <param name="a">A, <c>[batch, n, n]</c>.</param>
    /// <returns>A⁻¹, of the same shape.</returns>
    public static Tensor Inverse(Tensor a) => IsSafe(a) ? linalg.inv(a) : stack([.. a.unbind(0).Select(matrix => linalg.inv(matrix))]);

    /// <summary>A to a power, by repeated squaring.</summary>
    /// <param name="matrix">A, <c>[batch, n, n]</c>.</param>
    /// <param name="exponent">1 or more.</param>
    /// <returns>A^exponent, of the same shape.</returns>
    public static Tensor Power(Tensor matrix, long exponent)
    {
        Tensor? result = null;
        for (var square = matrix; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
            {
                result = result is null ? square : result.bmm(square);
            }

            if (exponent > 1)
            {
                square = square.bmm(square);
            }
        }

        return result!;
    }

    private static bool IsSafe(Tensor a) => a.device_type != DeviceType.CPU || a.shape[0] == 1 || a.shape[1] <= SafeRows;
}
