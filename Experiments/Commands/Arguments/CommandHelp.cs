using CommandLine.Text;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>Writes the help of a command, or the list of all commands.</summary>
internal static class CommandHelp
{
    /// <summary>The help as text.</summary>
    /// <param name="command">The options class of the command; null: all commands.</param>
    /// <param name="commands">The options classes of all commands.</param>
    /// <param name="terminal">The terminal, whose width the text has.</param>
    public static string Of(Type? command, Type[] commands, Terminal terminal)
    {
        using var parser = CommandParser.Create();
        var asked = parser.ParseArguments(command is null ? ["--help"] : [CommandNames.NameOf(command), "--help"], commands);
        return HelpText.AutoBuild(
            asked,
            help =>
            {
                help.Heading = "serpent: declared sequence models, trained and evaluated";
                help.Copyright = "";
                help.AddEnumValuesToHelpText = false;
                help.AdditionalNewLineAfterOption = false;
                help.AddDashesToOption = true;
                if (command is not null)
                {
                    help.AddPreOptionsLine($"usage: {CommandNames.UsageOf(command)}");
                    help.AddPreOptionsLine("");
                    help.AddPreOptionsLine(CommandNames.HelpOf(command));
                }
                else
                {
                    help.AddPreOptionsLine($"usage: {RunnerCommand.Prefix} COMMAND [options]");
                }

                return help;
            },
            example => example,
            verbsIndex: command is null,
            maxDisplayWidth: Math.Clamp(terminal.Console.Profile.Width, 60, 110)).ToString().TrimEnd();
    }
}
