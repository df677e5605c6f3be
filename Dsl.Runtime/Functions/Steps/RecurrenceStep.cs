using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Steps of recurrences by <see cref="RecurrenceStepKernel"/>.</summary>
internal static class RecurrenceStep
{
    /// <summary>Whether the kernel can work on a state and its recurrence.</summary>
    /// <param name="state">The state, <c>[batch, features, modes]</c>.</param>
    /// <param name="constants">The recurrence.</param>
    /// <returns>True when state and constants are complex64 on the CPU, no conjugation pending, and the constants are contiguous and
    /// written out for every feature and mode.</returns>
    public static bool Fits(Tensor state, IReadOnlyList<Tensor> constants)
    {
        if (!Fits(state) || state.dim() != 3)
        {
            return false;
        }

        for (var i = 0; i < constants.Count; i++)
        {
            var constant = constants[i];
            var axes = (int)constant.dim();
            if (!Fits(constant) || !constant.is_contiguous() || axes < 2 || constant.size(axes - 2) != state.size(1)
                || constant.size(axes - 1) != state.size(2))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a step.</summary>
    /// <param name="form">Which constants: of a <see cref="DiagonalRecurrence"/> or a <see cref="LowRankRecurrence"/>, of one
    /// channel.</param>
    /// <param name="constants">Constants of the recurrence.</param>
    /// <param name="state">Complex <c>[batch, features, modes]</c>, contiguous; changed in place.</param>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="skip">Their weights in the outputs, <c>features</c> of them.</param>
    /// <param name="gelu">Whether the outputs go through the exact GELU.</param>
    /// <param name="output">Written to, <c>[batch, features]</c>.</param>
    public static unsafe void Run(
        RecurrenceForm form, IReadOnlyList<Tensor> constants, Tensor state, Tensor u, Tensor skip, bool gelu, Tensor output)
    {
        var isLowRank = form == RecurrenceForm.LowRank;
        var kernel = new RecurrenceStepKernel
        {
            Batch = checked((int)u.size(0)),
            Features = checked((int)u.size(1)),
            Floats = checked((int)(2 * state.size(2))),
            Rank = isLowRank ? checked((int)constants[2].size(0)) : 0,
            Inputs = TensorMemory.Floats(u),
            StateFactors = TensorMemory.ComplexFloats(constants[isLowRank ? 1 : 0]),
            ImplicitFactors = isLowRank ? TensorMemory.ComplexFloats(constants[0]) : null,
            P = isLowRank ? TensorMemory.ComplexFloats(constants[2]) : null,
            R = isLowRank ? TensorMemory.ComplexFloats(constants[3]) : null,
            B = TensorMemory.ComplexFloats(constants[isLowRank ? 4 : 1]),
            C = TensorMemory.ComplexFloats(constants[constants.Count - 1]),
            InputScale = isLowRank ? 2 : 1,
            Skip = TensorMemory.Floats(skip),
            Gelu = gelu,
            States = TensorMemory.ComplexFloats(state),
            Outputs = TensorMemory.Floats(output),
        };
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive(u);
        GC.KeepAlive(skip);
    }

    private static bool Fits(Tensor x) =>
        x.dtype == ScalarType.ComplexFloat32 && x.device_type == TorchSharp.DeviceType.CPU && !x.is_conj();
}
