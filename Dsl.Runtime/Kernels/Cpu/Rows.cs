using static TorchSharp.torch;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>Where a <c>[batch, length, …]</c> tensor lies whose last axis is contiguous.</summary>
/// <param name="start">Its first element; null: there is no tensor.</param>
/// <param name="row">Elements from one sequence to the next.</param>
/// <param name="position">Elements from one position to the next.</param>
internal readonly unsafe struct Rows(float* start, nint row, nint position)
{
    /// <summary>Elements from one position to the next.</summary>
    public nint Position { get; } = position;

    /// <summary>Whether there is a tensor.</summary>
    public bool Exists => start is not null;

    /// <summary>Finds a tensor; copies it, into the caller's dispose scope, if its last axis is not contiguous.</summary>
    /// <param name="x">Float32 on the CPU, of three axes or more; must be alive as long as its memory is used. Null: there is none.</param>
    public static Rows Of(Tensor? x)
    {
        if (x is null)
        {
            return default;
        }

        var near = x.stride(-1) == 1 ? x.resolve_neg() : TensorMemory.Plain(x);
        return new Rows(TensorMemory.FirstFloat(near), (nint)near.stride(0), (nint)near.stride(1));
    }

    /// <summary>An element of a sequence; null when there is no tensor.</summary>
    public float* At(int sequence, nint length, int element) => start is null ? null : start + (sequence * row) + (length * Position) + element;
}
