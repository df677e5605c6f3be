using System.Reflection;
using CommandLine;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>
/// Lets some options be given several times, each time with one value. The parser itself takes a list only as several values behind one
/// option, and would take the name of a run that follows for one of them.
/// </summary>
internal static class RepeatedOptions
{
    /// <summary>Separates the values; no text that a person types contains it.</summary>
    public const char Separator = '\u001F';

    /// <summary>Joins the occurrences of repeatable options.</summary>
    /// <param name="args">The command line; its first argument names the command.</param>
    /// <param name="commands">The options of all commands.</param>
    public static string[] Join(string[] args, IEnumerable<Type> commands)
    {
        var command = commands.FirstOrDefault(type => type.GetCustomAttribute<VerbAttribute>()?.Name == args.FirstOrDefault());
        string[] names =
        [
            .. (command?.GetProperties() ?? [])
                .Where(property => property.IsDefined(typeof(RepeatableAttribute)))
                .Select(property => $"--{property.GetCustomAttribute<OptionAttribute>()!.LongName}"),
        ];
        foreach (var name in names)
        {
            args = Join(args, name);
        }

        return args;
    }

    /// <summary>The values of an option.</summary>
    /// <param name="joined">The value of its property; null: the option was not given.</param>
    public static string[] Split(string? joined) => joined?.Split(Separator) ?? [];

    private static string[] Join(string[] args, string name)
    {
        var values = new List<string>();
        var others = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == name && i + 1 < args.Length)
            {
                values.Add(args[++i]);
            }
            else if (args[i].StartsWith($"{name}=", StringComparison.Ordinal))
            {
                values.Add(args[i][(name.Length + 1)..]);
            }
            else
            {
                others.Add(args[i]);
            }
        }

        // Of one value the parser says itself what is wrong with it.
        return values.Count < 2 ? args : [.. others, $"{name}={string.Join(Separator, values)}"];
    }
}
