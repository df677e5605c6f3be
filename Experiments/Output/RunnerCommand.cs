using System.Reflection;
using SerpentDsl.Experiments.Projects;

namespace SerpentDsl.Experiments.Output;

/// <summary>The command lines that start this program, for messages that say what to type next.</summary>
internal static class RunnerCommand
{
    /// <summary>Starts the runner of a clone; typed in the clone's folder.</summary>
    public const string OfClone = "dotnet run -c Release --project Experiments --";

    /// <summary>Starts the runner that is installed as a .NET tool.</summary>
    public const string OfTool = "serpent";

    /// <summary>Starts this program: the runner of a clone, the installed tool, or a user's own program.</summary>
    public static string Prefix { get; } = Of(
        isRunner: Assembly.GetEntryAssembly() == typeof(RunnerCommand).Assembly,
        isInClone: Clone.Find(AppContext.BaseDirectory) is not null);

    /// <summary>Starts a command of this program.</summary>
    /// <param name="verb">Name of the command, such as <see cref="VerbNames.Resume"/>.</param>
    public static string Of(string verb) => $"{Prefix} {verb}";

    /// <summary>The command line that starts a program.</summary>
    /// <param name="isRunner">Whether it is the runner itself, not a user's own program.</param>
    /// <param name="isInClone">Whether its files are in a clone of this repository.</param>
    internal static string Of(bool isRunner, bool isInClone) => (isRunner, isInClone) switch
    {
        (true, true) => OfClone,
        (true, false) => OfTool,
        _ => "dotnet run --",
    };
}
