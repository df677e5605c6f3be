namespace SerpentDsl.Kernels.Fft;

/// <summary>The stages of a convolution through transforms.</summary>
internal enum ConvolutionStage
{
    /// <summary>Transforms the kernels.</summary>
    Spectra,

    /// <summary>Computes the outputs.</summary>
    Forward,

    /// <summary>Computes the inputs' gradients, and the sums for the kernels'.</summary>
    Backward,

    /// <summary>Turns the sums into the kernels' gradients.</summary>
    Gradients,
}
