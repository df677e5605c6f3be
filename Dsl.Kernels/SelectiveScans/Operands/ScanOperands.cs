using System.Diagnostics.CodeAnalysis;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>Pointers to the operands of a scan. The memory must not move.</summary>
internal readonly unsafe struct ScanOperands
{
    private readonly ScanShape _shape;

    /// <summary>Sizes.</summary>
    public required ScanShape Sizes
    {
        init => _shape = value;
    }

    /// <summary>Sizes.</summary>
    [UnscopedRef]
    public ref readonly ScanShape Shape => ref _shape;

    /// <summary>True lengths, <c>[batch]</c>; null: all positions are valid.</summary>
    public long* Lengths { get; init; }

    /// <summary>Inputs.</summary>
    public required Rows U { get; init; }

    /// <summary>Step sizes, before bias and softplus.</summary>
    public required Rows Delta { get; init; }

    /// <summary>Gates, or none.</summary>
    public Rows Z { get; init; }

    /// <summary>State matrix, <c>[features, state]</c>.</summary>
    public required float* A { get; init; }

    /// <summary>Added to Δ, <c>[features]</c>, or null.</summary>
    public float* DeltaBias { get; init; }

    /// <summary>Skip weights, <c>[features]</c>, or null.</summary>
    public float* D { get; init; }

    /// <summary>States before, <c>[batch, features, state]</c>, or null.</summary>
    public float* Initial { get; init; }

    /// <summary>Input weights.</summary>
    public required ScanWeights B { get; init; }

    /// <summary>Output weights.</summary>
    public required ScanWeights C { get; init; }

    /// <summary>Whether Δ goes through a softplus.</summary>
    public bool Softplus { get; init; }

    /// <summary>The true length of a sequence.</summary>
    public int End(int sequence) => Lengths is null ? _shape.Length : (int)long.Clamp(Lengths[sequence], 0, _shape.Length);
}
