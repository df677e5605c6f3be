using System.Reflection;
using CommandLine;

namespace SerpentDsl.Experiments.Commands;

/// <summary>What commands are called, and by what the runner itself was started.</summary>
internal static class CommandNames
{
    /// <summary>How a user starts the runner: the launcher, or his own program.</summary>
    public static string Runner { get; } =
        Assembly.GetEntryAssembly() is { } program && program != typeof(CommandNames).Assembly ? "dotnet run --" : "./serpent";

    /// <summary>The names of commands.</summary>
    public static IEnumerable<string> All(IEnumerable<Type> options) =>
        options.Select(type => type.GetCustomAttribute<VerbAttribute>()!.Name);

    /// <summary>The command line of a command, or of the runner when there is none.</summary>
    public static string Of(Type? options) =>
        options?.GetCustomAttribute<VerbAttribute>() is { } verb ? $"{Runner} {verb.Name}" : Runner;
}
