using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>Finds what a command line asks for: a command, the help of one, or the version.</summary>
internal static class CommandLineReader
{
    private static readonly string[] s_help = ["--help", "-h", "-?", "/?"];

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="commands">The options classes of all commands.</param>
    /// <exception cref="UsageException">There is no such command.</exception>
    public static CommandRequest Read(IReadOnlyList<string> arguments, IReadOnlyList<Type> commands)
    {
        if (arguments.Count == 0)
        {
            return new CommandRequest(RequestKind.Nothing, null, []);
        }

        var (first, rest) = (arguments[0], arguments.Skip(1).ToArray());
        if (first is "--version" or "version")
        {
            return new CommandRequest(RequestKind.Version, null, []);
        }

        if (first == "help" || s_help.Contains(first))
        {
            var about = rest.FirstOrDefault(argument => argument is not ['-', ..] && argument != "help");
            return new CommandRequest(RequestKind.Help, about is null ? null : Find(about, commands), []);
        }

        var command = Find(first, commands);
        return rest.Any(s_help.Contains)
            ? new CommandRequest(RequestKind.Help, command, [])
            : new CommandRequest(RequestKind.Run, command, rest);
    }

    private static Type Find(string name, IReadOnlyList<Type> commands) =>
        commands.FirstOrDefault(command => CommandNames.NameOf(command) == name) ?? throw new UsageException(name switch
        {
            "" => "The command is empty; name one first.",
            ['-', ..] => $"'{name}' stands where a command is needed: {RunnerCommand.Prefix} COMMAND [options].",
            _ => NearestNames.Explain($"There is no command '{name}'.", name, CommandNames.All(commands)),
        });
}
