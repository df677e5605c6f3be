using System.Numerics;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>
/// The operands of a diagonal scan: arrays in row-major order, without gaps. Complex numbers in float32 are pairs, the real part first. The
/// sizes are given by the <see cref="DiagonalScanShape"/>.
/// </summary>
public readonly ref struct DiagonalScanOperands
{
    /// <summary>Exponents w, <c>[modes]</c>: a state is multiplied by e^w from one position to the next.</summary>
    public required ReadOnlySpan<Complex> Exponents { get; init; }

    /// <summary>Inputs v, <c>[batch, length, modes, 2]</c>.</summary>
    public required ReadOnlySpan<float> V { get; init; }

    /// <summary>States before the first position, <c>[batch, modes, 2]</c>, with one direction only; empty: zeros.</summary>
    public ReadOnlySpan<float> Initial { get; init; }

    /// <summary>Compares the sizes of all arrays with a shape.</summary>
    /// <param name="shape">The sizes.</param>
    /// <exception cref="ArgumentException">
    /// An array has another number of elements; the message says how many are required. Or there are initial states for two directions.
    /// </exception>
    internal void Check(in DiagonalScanShape shape)
    {
        OperandSizes.Require(nameof(Exponents), Exponents.Length, shape.Modes);
        OperandSizes.Require(nameof(V), V.Length, shape.Inputs);
        OperandSizes.RequireOrEmpty(nameof(Initial), Initial.Length, shape.Initial);
        if (!Initial.IsEmpty && shape.Directions != 1)
        {
            throw new ArgumentException(
                $"Initial states go with 1 direction; the shape has {shape.Directions}. Leave them out.", nameof(Initial));
        }
    }
}
