using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Diagnostics;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>explain</c>: prints the help page of one of the compiler's SDSL diagnostics.</summary>
[Verb("explain", HelpText = "Print the help page of a compiler error or warning, such as SDSL201; without an ID list all.")]
internal sealed class ExplainOptions : ICommandOptions
{
    [Value(0, MetaName = "ID", HelpText = "The diagnostic, such as SDSL201 or 201.")]
    public string? Id { get; set; }

    public int Execute(CommandContext context)
    {
        var output = context.Terminal.Output;
        if (Id is not null)
        {
            output.Write(DiagnosticPages.Find(Id).Text);
            return ExitCode.Success;
        }

        foreach (var page in DiagnosticPages.All)
        {
            output.WriteLine($"{page.Id}  {page.Title}");
        }

        return ExitCode.Success;
    }
}
