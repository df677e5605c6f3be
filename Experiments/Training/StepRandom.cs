using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Seeds the random draws of a step, such as dropout, from the training's seed and the step's number. The draws are the same on every
/// device, independent of earlier draws, and the same when a step is repeated.
/// </summary>
internal static class StepRandom
{
    /// <summary>Seeds torch's generators for a step.</summary>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="step">Number of the step.</param>
    public static void Begin(long seed, int step)
    {
        // Stream numbers of steps count down from the largest, those of epochs up from 0.
        var draws = new Xoshiro256((ulong)seed, ~(ulong)step);
        manual_seed((long)draws.NextUInt64()).Dispose();
    }
}
