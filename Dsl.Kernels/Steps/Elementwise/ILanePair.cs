using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>What becomes of two numbers, for any register width.</summary>
internal interface ILanePair
{
    /// <summary>Computes it in every lane.</summary>
    /// <typeparam name="TLanes">The vector.</typeparam>
    /// <param name="left">The one numbers.</param>
    /// <param name="right">The others.</param>
    TLanes Of<TLanes>(TLanes left, TLanes right)
        where TLanes : struct, ILanes<TLanes>;
}
