using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Recurrences;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Runs a convolution by recurrence over tensors, with the widest registers.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="inputs">Inputs, systems, output matrices and skip connection (<see cref="ModePointers"/>), all contiguous.</param>
internal readonly ref struct SystemKernel(ModeShape shape, Tensor[] inputs)
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="outputs">Receives <c>[batch, length, features]</c>.</param>
    public void Forward(Tensor outputs) => Run(outputs, null, null, null);

    /// <summary>Computes the gradients.</summary>
    /// <param name="gradient">Gradient of the outputs.</param>
    /// <param name="forInputs">Receives the inputs' gradient.</param>
    /// <param name="forConstants">Receives the gradients of the systems' constants,
    /// <c>[batch, directions, constants, features]</c>.</param>
    /// <param name="forSkip">Receives the skip connection's gradient, <c>[batch, features]</c>.</param>
    public void Backward(Tensor gradient, Tensor forInputs, Tensor forConstants, Tensor forSkip) =>
        Run(gradient, forInputs, forConstants, forSkip);

    private unsafe void Run(Tensor outputs, Tensor? forInputs, Tensor? forConstants, Tensor? forSkip)
    {
        var pass = new SystemPass
        {
            Shape = shape,
            Pointers = new ModePointers
            {
                Inputs = TensorMemory.Floats(inputs[0]),
                Systems = TensorMemory.Doubles(inputs[1]),
                OutputMatrices = TensorMemory.Doubles(inputs[2]),
                Skip = TensorMemory.Floats(inputs[3]),
                Outputs = TensorMemory.Floats(outputs),
                ForInputs = TensorMemory.FloatsOrNull(forInputs),
                ForConstants = TensorMemory.FloatsOrNull(forConstants),
                ForSkip = TensorMemory.FloatsOrNull(forSkip),
            },
        };
        LaneWidth.Dispatch(ref pass);
        GC.KeepAlive(inputs);
    }
}
