using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The operands of a selective scan: arrays in row-major order, without gaps. Optional arrays are empty where they are left out. The sizes
/// are given by the <see cref="SelectiveScanShape"/>.
/// </summary>
public readonly ref struct SelectiveScanOperands
{
    /// <summary>Inputs u, <c>[batch, length, features]</c>.</summary>
    public required ReadOnlySpan<float> U { get; init; }

    /// <summary>
    /// Step sizes Δ, or, with <see cref="Softplus"/> or <see cref="DeltaBias"/>, the numbers that Δ is computed from,
    /// <c>[batch, length, features]</c>.
    /// </summary>
    public required ReadOnlySpan<float> Delta { get; init; }

    /// <summary>State matrices A, <c>[features, state]</c>.</summary>
    public required ReadOnlySpan<float> A { get; init; }

    /// <summary>Input weights B of every position, <c>[batch, length, state]</c>.</summary>
    public required ReadOnlySpan<float> B { get; init; }

    /// <summary>Output weights C of every position, <c>[batch, length, state]</c>.</summary>
    public required ReadOnlySpan<float> C { get; init; }

    /// <summary>Added to Δ, <c>[features]</c>; empty: nothing is.</summary>
    public ReadOnlySpan<float> DeltaBias { get; init; }

    /// <summary>Whether Δ is the softplus of <see cref="Delta"/> plus <see cref="DeltaBias"/>.</summary>
    public bool Softplus { get; init; }

    /// <summary>Skip weights D, <c>[features]</c>; empty: zeros.</summary>
    public ReadOnlySpan<float> D { get; init; }

    /// <summary>Gates z, <c>[batch, length, features]</c>: the outputs are multiplied by SiLU(z); empty: they are not.</summary>
    public ReadOnlySpan<float> Z { get; init; }

    /// <summary>States before the first position, <c>[batch, features, state]</c>; empty: zeros.</summary>
    public ReadOnlySpan<float> Initial { get; init; }

    /// <summary>Valid positions of each sequence, <c>[batch]</c>, from 0 to the length; empty: all are valid.</summary>
    public ReadOnlySpan<long> Lengths { get; init; }

    /// <summary>Compares the sizes of all arrays with a shape.</summary>
    /// <param name="shape">The sizes.</param>
    /// <exception cref="ArgumentException">An array has another number of elements; the message says how many are required.</exception>
    internal void Check(in SelectiveScanShape shape)
    {
        OperandSizes.Require(nameof(U), U.Length, shape.Inputs);
        OperandSizes.Require(nameof(Delta), Delta.Length, shape.Inputs);
        OperandSizes.Require(nameof(A), A.Length, (long)shape.Features * shape.State);
        OperandSizes.Require(nameof(B), B.Length, shape.Weights);
        OperandSizes.Require(nameof(C), C.Length, shape.Weights);
        OperandSizes.RequireOrEmpty(nameof(DeltaBias), DeltaBias.Length, shape.Features);
        OperandSizes.RequireOrEmpty(nameof(D), D.Length, shape.Features);
        OperandSizes.RequireOrEmpty(nameof(Z), Z.Length, shape.Inputs);
        OperandSizes.RequireOrEmpty(nameof(Initial), Initial.Length, shape.States);
        OperandSizes.RequireLengths(nameof(Lengths), Lengths, shape.Batch, shape.Length);
    }
}
