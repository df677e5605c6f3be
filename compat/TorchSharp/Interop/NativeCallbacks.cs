using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>What libtorch calls on the managed side; mirrors <c>Callbacks</c> of serpent_torch.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeCallbacks
{
    public delegate* unmanaged<nint, nint, nint, long> Forward;
    public delegate* unmanaged<nint, nint, nint*, long, nint, long> Backward;
    public delegate* unmanaged<nint, void> Release;
}
