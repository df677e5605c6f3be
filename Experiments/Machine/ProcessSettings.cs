using SerpentDsl.Functions;

namespace SerpentDsl.Experiments.Machine;

/// <summary>The environment variables that set how the process computes.</summary>
internal static class ProcessSettings
{
    /// <summary>
    /// Checks their values before the first computation, where a wrong one would look like a library that cannot be loaded.
    /// </summary>
    /// <exception cref="UsageException">A value is unknown; the message names variable, value and the allowed ones.</exception>
    public static void Check()
    {
        try
        {
            _ = (FusedKernels.Enabled, ConvolutionChoice.For(1, 1, 1, 1));
        }
        catch (TypeInitializationException problem) when (problem.GetBaseException() is ArgumentException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
