using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Steps of diagonal systems by <see cref="DiagonalStepKernel"/>.</summary>
internal static class DiagonalStep
{
    /// <summary>Whether the kernel can work on a state: complex64 on the CPU, no conjugation pending.</summary>
    /// <param name="state">The state.</param>
    public static bool Fits(Tensor state) =>
        state.dtype == ScalarType.ComplexFloat32 && state.device_type == TorchSharp.DeviceType.CPU && !state.is_conj();

    /// <summary>Takes a step.</summary>
    /// <param name="constants">Λ, complex64 <c>[modes]</c>; B, <c>[modes · 2, features]</c>; C as a real matrix,
    /// <c>[features, modes · 2]</c>; all contiguous.</param>
    /// <param name="state">States x, complex64 <c>[batch, modes]</c>, contiguous; changed in place.</param>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="skip">Skip weights D, <c>[features]</c>.</param>
    /// <param name="gelu">GELU of the outputs.</param>
    /// <param name="output">Written to, <c>[batch, features]</c>; not the inputs.</param>
    public static unsafe void Run(IReadOnlyList<Tensor> constants, Tensor state, Tensor u, Tensor skip, StepGelu gelu, Tensor output)
    {
        var kernel = new DiagonalStepKernel
        {
            Batch = checked((int)u.size(0)),
            Features = checked((int)u.size(1)),
            Floats = checked((int)(2 * state.size(1))),
            Inputs = TensorMemory.Floats(u),
            Transition = TensorMemory.ComplexFloats(constants[0]),
            B = TensorMemory.Floats(constants[1]),
            C = TensorMemory.Floats(constants[2]),
            Skip = TensorMemory.Floats(skip),
            Gelu = gelu,
            States = TensorMemory.ComplexFloats(state),
            Outputs = TensorMemory.Floats(output),
        };
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive(u);
        GC.KeepAlive(skip);
    }
}
