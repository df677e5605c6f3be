using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)Native.st_version())!;

    public static int get_num_threads() => Native.st_num_threads();

    public static void set_num_threads(int num) => NativeError.Check(Native.st_set_num_threads(num));

    public static int get_num_interop_threads() => Native.st_num_interop_threads();

    public static void set_num_interop_threads(int num) => NativeError.Check(Native.st_set_num_interop_threads(num));
}
