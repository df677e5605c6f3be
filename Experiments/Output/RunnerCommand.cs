using System.Reflection;

namespace SerpentDsl.Experiments.Output;

/// <summary>How a user starts this program, for messages that say what to type next.</summary>
internal static class RunnerCommand
{
    /// <summary>How the runner of a clone is started, in the clone's folder.</summary>
    public const string OfClone = "dotnet run -c Release --project Experiments --";

    /// <summary>How this program is started: the runner of a clone, or a user's own program.</summary>
    public static string Prefix { get; } = Assembly.GetEntryAssembly() == typeof(RunnerCommand).Assembly ? OfClone : "dotnet run --";

    /// <summary>The command line of a command.</summary>
    /// <param name="verb">Its name, such as <see cref="VerbNames.Resume"/>.</param>
    public static string Of(string verb) => $"{Prefix} {verb}";
}
