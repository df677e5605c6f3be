using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// What a step draws, such as its dropout, follows from the seed and the number of the step: on every device, whatever was drawn before,
/// and again when a step is taken a second time.
/// </summary>
internal static class StepRandom
{
    /// <summary>Seeds torch's generators for a step.</summary>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="step">Number of the step.</param>
    public static void Begin(long seed, int step)
    {
        // Streams counted from above, apart from those of epochs.
        var draws = new Xoshiro256((ulong)seed, ~(ulong)step);
        manual_seed((long)draws.NextUInt64()).Dispose();
    }
}
