namespace SerpentDsl.Functions;

/// <summary>How a diagonal system is run over a whole sequence.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>Whichever <see cref="ConvolutionChoice"/> expects to be faster.</summary>
    Automatic,

    /// <summary>
    /// The kernel of the system, and a convolution by fast Fourier transforms: cost independent of the state, length · log length.
    /// </summary>
    Transform,

    /// <summary>The recurrence of every mode: cost state · length.</summary>
    Recurrence,
}
