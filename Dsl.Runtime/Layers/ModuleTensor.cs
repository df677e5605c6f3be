using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Makes parameters and buffers that outlive whatever dispose scope their layer is constructed in.</summary>
internal static class ModuleTensor
{
    /// <summary>A trainable parameter.</summary>
    /// <param name="initial">Its first value; taken over.</param>
    public static Parameter Parameter(Tensor initial)
    {
        var parameter = new Parameter(initial);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>A buffer.</summary>
    /// <param name="initial">Its first value; taken over.</param>
    public static Tensor Buffer(Tensor initial) => initial.DetachFromDisposeScope();
}
