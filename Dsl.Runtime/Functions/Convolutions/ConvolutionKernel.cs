using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;
using SerpentDsl.Kernels.LongConvolutions;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Runs the passes of a convolution over tensors, with the widest registers.</summary>
/// <param name="shape">Sizes.</param>
internal readonly ref struct ConvolutionKernel(ConvolutionShape shape)
{
    private readonly FftPlan _plan = FftPlan.Of(shape.Rows);

    /// <summary>An empty memory for the kernels' transforms.</summary>
    /// <param name="count">How many times all of them.</param>
    public Tensor NewSpectra(long count) => empty([count * shape.SpectrumFloats(LaneWidth.Widest)], ScalarType.Float32);

    /// <summary>Transforms the kernels.</summary>
    /// <param name="ahead"><c>[channels, taps, features]</c>, contiguous.</param>
    /// <param name="behind">The same, or null.</param>
    /// <param name="skip"><c>[channels, features]</c>, or null.</param>
    /// <param name="spectra">Receives the transforms.</param>
    public unsafe void Transform(Tensor ahead, Tensor? behind, Tensor? skip, Tensor spectra) => LaneWidth.Run(new KernelSpectra
    {
        Shape = shape,
        Plan = _plan,
        Pointers = new ConvolutionPointers
        {
            Ahead = TensorMemory.Floats(ahead),
            Behind = TensorMemory.FloatsOrNull(behind),
            Skip = TensorMemory.FloatsOrNull(skip),
            Spectra = TensorMemory.Floats(spectra),
        },
    });

    /// <summary>Convolves.</summary>
    /// <param name="inputs"><c>[batch, length, features]</c>, contiguous.</param>
    /// <param name="lengths">How many inputs of each sequence count, <c>[batch]</c>; null: all.</param>
    /// <param name="spectra">The kernels' transforms.</param>
    /// <param name="outputs">Receives <c>[batch, length, channels, features]</c>.</param>
    public unsafe void Forward(Tensor inputs, Tensor? lengths, Tensor spectra, Tensor outputs) => LaneWidth.Run(new ConvolutionForward
    {
        Shape = shape,
        Plan = _plan,
        Pointers = new ConvolutionPointers
        {
            Inputs = TensorMemory.Floats(inputs),
            Lengths = TensorMemory.LongsOrNull(lengths),
            Spectra = TensorMemory.Floats(spectra),
            Outputs = TensorMemory.Floats(outputs),
        },
    });

    /// <summary>Correlates the outputs' gradient with the kernels and with the inputs.</summary>
    /// <param name="gradient">Gradient of the outputs.</param>
    /// <param name="inputs">Needed with <paramref name="sums"/> only.</param>
    /// <param name="lengths">How many inputs of each sequence count, <c>[batch]</c>; null: all.</param>
    /// <param name="spectra">Needed with <paramref name="forInputs"/> only.</param>
    /// <param name="forInputs">Receives the inputs' gradient; null: not needed.</param>
    /// <param name="sums">Receives every group's sums for the kernels' gradient; null: not needed.</param>
    public unsafe void Backward(Tensor gradient, Tensor inputs, Tensor? lengths, Tensor spectra, Tensor? forInputs, Tensor? sums) =>
        LaneWidth.Run(new ConvolutionBackward
        {
            Shape = shape,
            Plan = _plan,
            Pointers = new ConvolutionPointers
            {
                Outputs = TensorMemory.Floats(gradient),
                Inputs = TensorMemory.Floats(inputs),
                Lengths = TensorMemory.LongsOrNull(lengths),
                Spectra = TensorMemory.Floats(spectra),
                ForInputs = TensorMemory.FloatsOrNull(forInputs),
                Sums = TensorMemory.FloatsOrNull(sums),
            },
        });

    /// <summary>Turns the groups' sums into the kernels' gradient.</summary>
    /// <param name="sums">From <see cref="Backward"/>.</param>
    /// <param name="ahead">Receives the gradient <c>[channels, taps, features]</c>.</param>
    /// <param name="behind">The same, or null.</param>
    public unsafe void Gradients(Tensor sums, Tensor ahead, Tensor? behind) => LaneWidth.Run(new KernelGradients
    {
        Shape = shape,
        Plan = _plan,
        Pointers = new ConvolutionPointers
        {
            Sums = TensorMemory.Floats(sums),
            Ahead = TensorMemory.Floats(ahead),
            Behind = TensorMemory.FloatsOrNull(behind),
        },
    });
}
