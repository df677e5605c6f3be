using System.Reflection;
using CommandLine;

namespace SerpentDsl.Experiments.Commands;

/// <summary>What commands are called, and by what the runner itself was started.</summary>
internal static class CommandNames
{
    /// <summary>How a user starts the runner of a clone, in the clone's folder.</summary>
    public const string CloneRunner = "dotnet run -c Release --project Experiments --";

    /// <summary>How a user starts this runner: that of a clone, or a program of his own.</summary>
    public static string Runner { get; } = Assembly.GetEntryAssembly() == typeof(CommandNames).Assembly ? CloneRunner : "dotnet run --";

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
