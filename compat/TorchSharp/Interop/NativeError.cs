using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Turns a failure on the native side into an exception, and carries managed exceptions through libtorch.</summary>
internal static class NativeError
{
    private static readonly ConcurrentDictionary<long, ExceptionDispatchInfo> InFlight = new();
    private static long _lastToken;

    /// <summary>The exception behind the last failure on this thread, to be thrown by the caller.</summary>
    public static unsafe Exception Take()
    {
        long token = Native.st_error_token();
        if (token != 0 && InFlight.TryRemove(token, out var managed))
        {
            managed.Throw();
        }
        string message = Marshal.PtrToStringUTF8((nint)Native.st_error()) ?? "";
        return new ExternalException(message.TrimEnd());
    }

    public static void Check(bool done)
    {
        if (!done)
        {
            throw Take();
        }
    }

    /// <summary>Returns a handle that must not be null.</summary>
    public static nint Check(nint handle) => handle != 0 ? handle : throw Take();

    /// <summary>Keeps an exception of a callback until the native call that led to it returns; its token goes to the native side.</summary>
    public static long Store(Exception exception)
    {
        long token = Interlocked.Increment(ref _lastToken);
        InFlight[token] = ExceptionDispatchInfo.Capture(exception);
        return token;
    }
}
