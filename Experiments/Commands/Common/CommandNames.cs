using System.Reflection;
using CommandLine;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The names of commands, read from their options classes.</summary>
internal static class CommandNames
{
    /// <summary>The names of commands.</summary>
    public static IEnumerable<string> All(IEnumerable<Type> options) =>
        options.Select(type => type.GetCustomAttribute<VerbAttribute>()!.Name);

    /// <summary>How a command is written, in one line.</summary>
    public static string UsageOf(Type options)
    {
        var values = options.GetProperties()
            .Select(property => property.GetCustomAttribute<ValueAttribute>())
            .OfType<ValueAttribute>()
            .OrderBy(value => value.Index)
            .Select(value => value.Required ? $" {value.MetaName}" : $" [{value.MetaName}]");
        return $"{Of(options)}{string.Concat(values)} [options]";
    }

    /// <summary>What a command does, in a sentence.</summary>
    public static string HelpOf(Type options) => options.GetCustomAttribute<VerbAttribute>()!.HelpText;

    /// <summary>The command line of a command, or of the runner when there is none.</summary>
    public static string Of(Type? options) =>
        options?.GetCustomAttribute<VerbAttribute>() is { } verb ? RunnerCommand.Of(verb.Name) : RunnerCommand.Prefix;
}
