namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>
/// Stands for native code that cannot be interrupted: at the stage that an environment variable names, a thread sleeps for ever, after it
/// has written a file. A slow stage only takes a while, every time.
/// </summary>
internal static class StuckWork
{
    /// <summary>Names the stage: <c>load</c>, <c>create</c>, <c>step</c>, <c>pass</c> or <c>evaluate</c>.</summary>
    public const string StageVariable = "SERPENT_TEST_STUCK";

    /// <summary>Put before the name of a stage that is only slow.</summary>
    public const string Slow = "slow-";

    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(20);

    /// <summary>Names the file that is written where the thread gets stuck.</summary>
    public const string MarkVariable = "SERPENT_TEST_MARK";

    public static void At(string stage)
    {
        var wanted = Environment.GetEnvironmentVariable(StageVariable);
        if (wanted == stage || wanted == Slow + stage)
        {
            File.WriteAllText(Environment.GetEnvironmentVariable(MarkVariable)!, stage);
            Thread.Sleep(wanted == stage ? Timeout.InfiniteTimeSpan : s_while);
        }
    }
}
