using TorchSharp;
using Xunit;

namespace SerpentDsl.Testing;

/// <summary>Counts the tensors that the calling thread has made and not yet disposed.</summary>
public static class LeakCheck
{
    /// <summary>Tensors of this thread alive now. Per thread, so that tests running beside do not disturb it.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Fails unless as many tensors live after <paramref name="steps"/> runs as after the first few.</summary>
    /// <param name="step">Does the work, and disposes what it makes.</param>
    /// <param name="steps">How often it runs in all.</param>
    /// <param name="warmUp">After how many runs the first count is taken: gradients and caches come into being in these.</param>
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
        Assert.True(
            after == before,
            $"{before} tensors lived after step {warmUp}, {after} after step {steps}: {(after - before) / (double)(steps - warmUp):F2} "
                + "more per step.");
    }

    /// <summary>
    /// Fails unless many runs allocate nothing on the calling thread, and leave no tensors. Ten rounds may try: a lock that tests beside
    /// contend for makes what it waits on once.
    /// </summary>
    /// <param name="step">Does the work; has run before.</param>
    /// <param name="steps">How often it runs in a round.</param>
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

        Assert.True(least == 0, $"{steps} steps allocated {least} bytes.");
        Assert.Equal(tensors, LiveTensors);
    }
}
