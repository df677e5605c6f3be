using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>How the compiler is to treat a loop over vectors.</summary>
internal static class HotLoop
{
    /// <summary>
    /// Optimised at once, and separately: if the loop were inlined into another method, the vectors' operators, hundreds of calls, would
    /// exceed the compiler's limit for inlining.
    /// </summary>
    public const MethodImplOptions Options = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
}
