namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The options of one command, read from the command line.</summary>
internal interface ICommandOptions
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    int Execute(CommandContext context);
}
