using CommandLine;
using SerpentDsl.Experiments.Commands.Common;

namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>Fills a command's options class from its arguments.</summary>
internal static class CommandBinder
{
    /// <summary>Checks the arguments, and has CommandLineParser read them.</summary>
    /// <param name="command">The command's options class.</param>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <param name="commands">The options classes of all commands.</param>
    /// <exception cref="UsageException">An argument is wrong; the message names it.</exception>
    public static ICommandOptions Bind(Type command, IReadOnlyList<string> arguments, Type[] commands)
    {
        var given = CommandArguments.Check(command, arguments);
        using var parser = CommandParser.Create();
        var read = parser.ParseArguments([CommandNames.NameOf(command), .. given], commands);
        return read is Parsed<object> { Value: ICommandOptions options }
            ? options
            : throw new UsageException($"'{CommandNames.NameOf(command)} {string.Join(' ', given)}' cannot be read.");
    }
}
