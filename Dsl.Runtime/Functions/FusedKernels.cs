using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Says whether a layer runs its fused kernel, which needs float32 on the CPU, or its reference path: torch operators that compute the
/// same for any type and device. The tests compare the kernels with the reference paths.
/// </summary>
public static class FusedKernels
{
    /// <summary>Environment variable; with the value <c>reference</c> a process uses the reference paths only.</summary>
    public const string Variable = "SERPENT_KERNELS";

    private static readonly bool s_allowed = Read(Environment.GetEnvironmentVariable(Variable));
    private static readonly AsyncLocal<int> s_off = new();

    /// <summary>Whether fused kernels are in use here.</summary>
    public static bool Enabled => s_allowed && s_off.Value == 0;

    /// <summary>
    /// Runs the reference paths until the result is disposed, on this thread and in the tasks that it awaits. A backward pass uses the path
    /// that its forward pass used, whatever the setting is by then.
    /// </summary>
    /// <returns>Allows fused kernels again when it is disposed.</returns>
    public static IDisposable Off()
    {
        s_off.Value++;
        return new Restore();
    }

    /// <summary>Whether a fused kernel can work on these tensors.</summary>
    /// <param name="tensors">Tensors that the kernel would read; null where there is none.</param>
    /// <returns>True when fused kernels are in use and every tensor is float32 on the CPU.</returns>
    public static bool Fit(params ReadOnlySpan<Tensor?> tensors)
    {
        if (!Enabled)
        {
            return false;
        }

        foreach (var tensor in tensors)
        {
            if (tensor is not null && (tensor.dtype != ScalarType.Float32 || tensor.device_type != TorchSharp.DeviceType.CPU))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a fused kernel can work on these tensors where they lie, without copies.</summary>
    /// <param name="tensors">Tensors that the kernel would read and write; null where there is none.</param>
    /// <returns>True when <see cref="Fit"/> is true, and every tensor has its elements one after the other.</returns>
    public static bool FitInPlace(params ReadOnlySpan<Tensor?> tensors)
    {
        if (!Fit(tensors))
        {
            return false;
        }

        foreach (var tensor in tensors)
        {
            if (tensor is not null && !tensor.is_contiguous())
            {
                return false;
            }
        }

        return true;
    }

    internal static bool Read(string? value) => value switch
    {
        null or "" or "fused" => true,
        "reference" => false,
        _ => throw new ArgumentException(
            $"{Variable}={value} is unknown; use 'reference' for the reference paths, or 'fused', which is the default."),
    };

    private sealed class Restore : IDisposable
    {
        private bool _done;

        public void Dispose()
        {
            if (!_done)
            {
                s_off.Value--;
                _done = true;
            }
        }
    }
}
