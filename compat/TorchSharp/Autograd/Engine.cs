namespace TorchSharp.Interop;

/// <summary>Which threads run the autograd engine because managed code called it there.</summary>
internal static class Engine
{
    /// <summary>How many calls into the engine are on this thread's stack; 0 on the engine's own threads.</summary>
    [ThreadStatic]
    internal static int Depth;
}
