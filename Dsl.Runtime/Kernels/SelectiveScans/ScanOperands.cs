using System.Diagnostics.CodeAnalysis;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>What a scan reads, as memory. The tensors behind it must be alive.</summary>
internal readonly unsafe struct ScanOperands
{
    private readonly ScanShape _shape;
    private readonly long* _lengths;

    /// <summary>Finds the operands; copies those whose features are not contiguous, into the caller's dispose scope.</summary>
    /// <param name="inputs">The tensors, checked, float32 on the CPU.</param>
    /// <param name="lanes">Channels of a register.</param>
    public ScanOperands(in SelectiveScanInputs inputs, int lanes)
    {
        var (groupsOfB, groupsOfC) = (Groups(inputs.B), Groups(inputs.C));
        var runs = groupsOfB / Divisor(groupsOfB, groupsOfC) * groupsOfC;
        _shape = new ScanShape(inputs.U.shape[0], inputs.U.shape[1], inputs.A.shape[0], inputs.A.shape[1], runs, lanes);
        (U, Delta, Z) = (Rows.Of(inputs.U), Rows.Of(inputs.Delta), Rows.Of(inputs.Z));
        A = Plain(inputs.A);
        DeltaBias = Plain(inputs.DeltaBias);
        D = Plain(inputs.D);
        Initial = Plain(inputs.Initial);
        (B, C) = (WeightsOf(inputs.B, runs), WeightsOf(inputs.C, runs));
        _lengths = inputs.Lengths is { } lengths ? TensorMemory.Longs(TensorMemory.Plain(lengths)) : null;
        Softplus = inputs.Softplus;
    }

    /// <summary>Sizes.</summary>
    [UnscopedRef]
    public ref readonly ScanShape Shape => ref _shape;

    /// <summary>Inputs.</summary>
    public Rows U { get; }

    /// <summary>What becomes the step sizes.</summary>
    public Rows Delta { get; }

    /// <summary>Gates, or none.</summary>
    public Rows Z { get; }

    /// <summary>State matrix, <c>[features, state]</c>.</summary>
    public float* A { get; }

    /// <summary>Added to Δ, <c>[features]</c>, or null.</summary>
    public float* DeltaBias { get; }

    /// <summary>Skip weights, <c>[features]</c>, or null.</summary>
    public float* D { get; }

    /// <summary>States before, <c>[batch, features, state]</c>, or null.</summary>
    public float* Initial { get; }

    /// <summary>Input weights.</summary>
    public ScanWeights B { get; }

    /// <summary>Output weights.</summary>
    public ScanWeights C { get; }

    /// <summary>Whether Δ goes through a softplus.</summary>
    public bool Softplus { get; }

    /// <summary>The true length of a sequence.</summary>
    public int End(int sequence) => _lengths is null ? _shape.Length : (int)long.Clamp(_lengths[sequence], 0, _shape.Length);

    private static long Groups(Tensor weights) => weights.dim() == 4 ? weights.shape[2] : 1;

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

    private static float* Plain(Tensor? x) => x is null ? null : TensorMemory.Floats(TensorMemory.Plain(x));

    private static ScanWeights WeightsOf(Tensor x, long runs)
    {
        if (x.dim() == 2)
        {
            return new ScanWeights(default, Plain(x), 1, 0);
        }

        var near = x.stride(-1) == 1 ? x.resolve_neg() : TensorMemory.Plain(x);
        var group = near.dim() == 4 ? near.stride(2) : 0;
        return new ScanWeights(Rows.Of(near), null, (int)(runs / Groups(near)), (nint)group);
    }
}
