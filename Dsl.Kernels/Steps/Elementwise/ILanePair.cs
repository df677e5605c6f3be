using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>A function of two numbers, for any register width.</summary>
internal interface ILanePair
{
    /// <summary>Computes the function in every lane.</summary>
    /// <typeparam name="TLanes">The vector.</typeparam>
    /// <param name="left">First arguments.</param>
    /// <param name="right">Second arguments.</param>
    TLanes Of<TLanes>(TLanes left, TLanes right)
        where TLanes : struct, ILanes<TLanes>;
}
