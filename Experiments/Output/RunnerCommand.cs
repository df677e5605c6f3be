using System.Reflection;
using SerpentDsl.Experiments.Projects;

namespace SerpentDsl.Experiments.Output;

/// <summary>How a user starts this program, for messages that say what to type next.</summary>
internal static class RunnerCommand
{
    /// <summary>How the runner of a clone is started, in the clone's folder.</summary>
    public const string OfClone = "dotnet run -c Release --project Experiments --";

    /// <summary>How the runner is started where it is installed as a .NET tool.</summary>
    public const string OfTool = "serpent";

    /// <summary>How this program is started: the runner of a clone, the installed tool, or a user's own program.</summary>
    public static string Prefix { get; } = Of(
        isRunner: Assembly.GetEntryAssembly() == typeof(RunnerCommand).Assembly,
        isInClone: Clone.Find(AppContext.BaseDirectory) is not null);

    /// <summary>The command line of a command.</summary>
    /// <param name="verb">Its name, such as <see cref="VerbNames.Resume"/>.</param>
    public static string Of(string verb) => $"{Prefix} {verb}";

    /// <summary>How a program is started.</summary>
    /// <param name="isRunner">Whether it is the runner itself, not a user's own program.</param>
    /// <param name="isInClone">Whether its files are in a clone of this repository.</param>
    internal static string Of(bool isRunner, bool isInClone) => (isRunner, isInClone) switch
    {
        (true, true) => OfClone,
        (true, false) => OfTool,
        _ => "dotnet run --",
    };
}
