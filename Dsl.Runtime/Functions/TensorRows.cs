using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Where the rows of tensors lie, for kernels.</summary>
internal static unsafe class TensorRows
{
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
}
