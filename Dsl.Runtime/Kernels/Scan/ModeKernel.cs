using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.Scan;

/// <summary>Runs a convolution by recurrence over tensors, with the widest registers.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="inputs">Inputs, exponents, coefficients and skip connection of <see cref="ModeConvolution"/>, all contiguous.</param>
internal readonly ref struct ModeKernel(ModeShape shape, Tensor[] inputs)
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="outputs">Receives <c>[batch, length, features]</c>.</param>
    public void Forward(Tensor outputs) => Run(outputs, null, null, null);

    /// <summary>Computes the gradients.</summary>
    /// <param name="gradient">Of the outputs.</param>
    /// <param name="forInputs">Receives the inputs'.</param>
    /// <param name="forModes">Receives those of coefficients and factors, <c>[batch, directions, modes, 4, features]</c>.</param>
    /// <param name="forSkip">Receives the skip connection's, <c>[batch, features]</c>.</param>
    public void Backward(Tensor gradient, Tensor forInputs, Tensor forModes, Tensor forSkip) => Run(gradient, forInputs, forModes, forSkip);

    private unsafe void Run(Tensor outputs, Tensor? forInputs, Tensor? forModes, Tensor? forSkip)
    {
        var pass = new Pass
        {
            Shape = shape,
            At = new ModePointers
            {
                Inputs = TensorMemory.Floats(inputs[0]),
                Exponents = TensorMemory.Doubles(inputs[1]),
                Coefficients = TensorMemory.Doubles(inputs[2]),
                Skip = TensorMemory.Floats(inputs[3]),
                Outputs = TensorMemory.Floats(outputs),
                ForInputs = TensorMemory.FloatsOrNull(forInputs),
                ForModes = TensorMemory.FloatsOrNull(forModes),
                ForSkip = TensorMemory.FloatsOrNull(forSkip),
            },
        };
        LaneWidth.Dispatch(ref pass);
        GC.KeepAlive(inputs);
    }

    private struct Pass : ILaneKernel
    {
        public required ModeShape Shape { get; init; }

        public required ModePointers At { get; init; }

        public readonly unsafe void Run<TLanes>()
            where TLanes : struct, ILanes<TLanes>
        {
            int pieces = (Shape.Features + TLanes.Count - 1) / TLanes.Count * Shape.Batch;
            if (At.ForInputs == null)
                CpuWorkers.Run(pieces, new ModesForward<TLanes> { Shape = Shape, At = At });
            else
                CpuWorkers.Run(pieces, new ModesBackward<TLanes> { Shape = Shape, At = At });
        }
    }
}
