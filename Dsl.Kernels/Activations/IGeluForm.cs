using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>A form of the GELU, for any register width.</summary>
internal interface IGeluForm
{
    /// <summary>The function.</summary>
    /// <typeparam name="TLanes">The vector.</typeparam>
    /// <param name="x">Arguments x.</param>
    static abstract TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>The derivative of the function.</summary>
    /// <typeparam name="TLanes">The vector.</typeparam>
    /// <param name="x">Arguments x.</param>
    static abstract TLanes Slope<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>;
}
