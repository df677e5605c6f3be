using System.Reflection;
using CommandLine;

namespace SerpentDsl.Experiments.Commands;

/// <summary>What commands are called, and by what the runner itself was started.</summary>
internal static class CommandNames
{
    /// <summary>Whether the runner was started as itself, which its launcher does, and not by a user's own program.</summary>
    public static bool IsLauncher { get; } = Assembly.GetEntryAssembly() == typeof(CommandNames).Assembly;

    /// <summary>How a user starts the runner: by the launcher, or his own program.</summary>
    public static string Runner { get; } = IsLauncher ? "./serpent" : "dotnet run --";

    /// <summary>The names of commands.</summary>
    public static IEnumerable<string> All(IEnumerable<Type> options) =>
        options.Select(type => type.GetCustomAttribute<VerbAttribute>()!.Name);

    /// <summary>How a command is written, in one line.</summary>
    public static string UsageOf(Type options)
    {
        IEnumerable<string> values = options.GetProperties()
            .Select(property => property.GetCustomAttribute<ValueAttribute>())
            .OfType<ValueAttribute>()
            .OrderBy(value => value.Index)
            .Select(value => value.Required ? $" {value.MetaName}" : $" [{value.MetaName}]");
        return $"{Of(options)}{string.Concat(values)} [options]";
    }

    /// <summary>The command line of a command, or of the runner when there is none.</summary>
    public static string Of(Type? options) =>
        options?.GetCustomAttribute<VerbAttribute>() is { } verb ? $"{Runner} {verb.Name}" : Runner;
}
