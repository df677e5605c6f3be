using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sets libtorch's inference mode on this thread; to be disposed on the same thread.</summary>
internal sealed class InferenceMode(bool enabled) : IDisposable
{
    private nint _guard = NativeError.Check(Native.st_enter_inference_mode(enabled));

    public void Dispose()
    {
        if (_guard != 0)
        {
            Native.st_leave_inference_mode(_guard);
            _guard = 0;
        }
    }
}
