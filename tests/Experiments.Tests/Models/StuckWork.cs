namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>
/// Stands for native code that cannot be interrupted: at the stage that an environment variable names, a thread sleeps for ever, after it
/// has written a file.
/// </summary>
internal static class StuckWork
{
    /// <summary>Names the stage: <c>load</c>, <c>create</c>, or <c>step</c>.</summary>
    public const string StageVariable = "SERPENT_TEST_STUCK";

    /// <summary>Names the file that is written where the thread gets stuck.</summary>
    public const string MarkVariable = "SERPENT_TEST_MARK";

    public static void At(string stage)
    {
        if (Environment.GetEnvironmentVariable(StageVariable) == stage)
        {
            File.WriteAllText(Environment.GetEnvironmentVariable(MarkVariable)!, stage);
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
