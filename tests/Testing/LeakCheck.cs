using TorchSharp;
using Xunit;

namespace SerpentDsl.Testing;

/// <summary>Counts the tensors that the calling thread has created and not yet disposed.</summary>
public static class LeakCheck
{
    /// <summary>Number of this thread's tensors that exist now. Tests on other threads do not change the number.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Fails if the number of tensors grows between the first few runs and the last of <paramref name="steps"/> runs.</summary>
    /// <param name="step">Does the work, and disposes the tensors that it creates.</param>
    /// <param name="steps">Number of runs in all.</param>
    /// <param name="warmUp">Number of runs before the first count; gradients and caches are created in these.</param>
    public static void AssertFlat(Action step, int steps = 200, int warmUp = 10)
    {
        long before = 0;
        for (var i = 0; i < steps; i++)
        {
            if (i == warmUp)
            {
                before = LiveTensors;
            }

            step();
        }

        var after = LiveTensors;
        Assert.True(after == before, $"{before} tensors lived after step {warmUp}, {after} after step {steps}: {(after - before) / (double)(steps - warmUp):F2} more per step.");
    }

    /// <summary>
    /// Fails unless many runs allocate no managed memory on the calling thread and leave no tensors. Up to ten rounds are tried, because a
    /// lock that other tests contend for allocates its wait handle once.
    /// </summary>
    /// <param name="step">Does the work; must have run before.</param>
    /// <param name="steps">Number of runs in a round.</param>
    public static void AssertNoGarbage(Action step, int steps)
    {
        long tensors = LiveTensors, least = long.MaxValue;
        for (var round = 0; round < 10 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < steps; i++)
            {
                step();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least == 0, $"{steps} steps allocated {least} bytes of managed memory; they must allocate none.");
        Assert.Equal(tensors, LiveTensors);
    }
}
