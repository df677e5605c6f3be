using System.Reflection;
using CommandLine;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The names of commands, read from their options classes.</summary>
internal static class CommandNames
{
    /// <summary>The names of all commands.</summary>
    public static IEnumerable<string> All(IEnumerable<Type> options) =>
        options.Select(NameOf);

    /// <summary>The name of a command.</summary>
    public static string NameOf(Type options) => options.GetCustomAttribute<VerbAttribute>()!.Name;

    /// <summary>The usage line of a command, such as <c>train NAME [options]</c>.</summary>
    public static string UsageOf(Type options)
    {
        var values = options.GetProperties()
            .Select(property => property.GetCustomAttribute<ValueAttribute>())
            .OfType<ValueAttribute>()
            .OrderBy(value => value.Index)
            .Select(value => value.Required ? $" {value.MetaName}" : $" [{value.MetaName}]");
        return $"{Of(options)}{string.Concat(values)} [options]";
    }

    /// <summary>What a command does, in one sentence.</summary>
    public static string HelpOf(Type options) => options.GetCustomAttribute<VerbAttribute>()!.HelpText;

    /// <summary>How to call a command on the command line; without a command, how to call the runner.</summary>
    public static string Of(Type? options) =>
        options?.GetCustomAttribute<VerbAttribute>() is { } verb ? RunnerCommand.Of(verb.Name) : RunnerCommand.Prefix;
}
