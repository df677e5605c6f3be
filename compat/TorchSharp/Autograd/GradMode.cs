using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sets whether this thread records gradients; disposing it restores what was.</summary>
internal sealed class GradMode : IDisposable
{
    private readonly bool _previous = Native.st_grad_mode();

    public GradMode(bool enabled) => Native.st_set_grad_mode(enabled);

    public void Dispose() => Native.st_set_grad_mode(_previous);
}
