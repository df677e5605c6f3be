using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Makes parameters and buffers that are not disposed with the dispose scope in which their layer is constructed.</summary>
internal static class ModuleTensor
{
    /// <summary>A trainable parameter.</summary>
    /// <param name="initial">Its initial value; the module owns it from then on.</param>
    public static Parameter Parameter(Tensor initial)
    {
        var parameter = new Parameter(initial);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>A buffer.</summary>
    /// <param name="initial">Its initial value; the module owns it from then on.</param>
    public static Tensor Buffer(Tensor initial) => initial.DetachFromDisposeScope();
}
