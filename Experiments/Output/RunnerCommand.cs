using System.Reflection;

namespace SerpentDsl.Experiments.Output;

/// <summary>The command lines that start this program, for messages that say what to type next.</summary>
internal static class RunnerCommand
{
    /// <summary>Starts the runner of a clone; typed in the clone's folder.</summary>
    public const string OfClone = "dotnet run -c Release --project Experiments --";

    /// <summary>Starts this program: the runner of a clone, or a user's own program.</summary>
    public static string Prefix { get; } = Assembly.GetEntryAssembly() == typeof(RunnerCommand).Assembly ? OfClone : "dotnet run --";

    /// <summary>Starts a command of this program.</summary>
    /// <param name="verb">Name of the command, such as <see cref="VerbNames.Resume"/>.</param>
    public static string Of(string verb) => $"{Prefix} {verb}";
}
