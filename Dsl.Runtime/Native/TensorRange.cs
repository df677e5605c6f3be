using static TorchSharp.torch;

namespace SerpentDsl.Native;

/// <summary>
/// Tensors of consecutive numbers, as <c>torch.arange</c> makes them, from numbers that are kept alive (<see cref="Scalars"/>).
/// </summary>
public static class TensorRange
{
    /// <summary>[0, 1, …, count - 1], of the given type (by default int64) on the given device (by default the CPU).</summary>
    public static Tensor Of(long count, ScalarType? dtype = null, Device? device = null) => Of(0, count, dtype, device);

    /// <summary>[start, start + 1, …, stop - 1], of the given type (by default int64) on the given device (by default the CPU).</summary>
    public static Tensor Of(long start, long stop, ScalarType? dtype = null, Device? device = null) =>
        arange(Scalars.Of(start), Scalars.Of(stop), Scalars.One, dtype, device);
}
