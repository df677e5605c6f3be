using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>How the compiler is to treat a loop over vectors.</summary>
internal static class HotLoop
{
    /// <summary>
    /// Optimised at once, and by itself: in a method that it is inlined into, the vectors' own operators, hundreds of calls, would exceed
    /// what the compiler inlines.
    /// </summary>
    public const MethodImplOptions Options = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
}
