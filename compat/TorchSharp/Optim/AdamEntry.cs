using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A parameter with its moments, and the number of the step it takes now (from 1).</summary>
internal readonly record struct AdamEntry(Parameter Parameter, Tensor Average, Tensor Square, Tensor? Maximum, long Number)
{
    /// <summary>Whether backward has reached the parameter, asked without making a tensor of the gradient.</summary>
    public static bool HasGradient(Parameter parameter)
    {
        var gradient = Native.st_tensor_grad(parameter.Handle);
        GC.KeepAlive(parameter);
        if (gradient == 0)
            return false;
        Native.st_tensor_free(gradient);
        return true;
    }
}
