using CommandLine;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>import</c>: turns a checkpoint of the official code into a run of a declared architecture.</summary>
[Verb("import", HelpText = "Convert an official checkpoint (Mamba, Mamba-2, S4; safetensors) to a run.")]
internal sealed class ImportOptions : ICommandOptions
{
    [Value(0, MetaName = "CHECKPOINT", Required = true, Hidden = true)]
    public string Source { get; set; } = "";

    [Value(1, MetaName = "NAME", Required = true, Hidden = true)]
    public string Name { get; set; } = "";

    [Value(2, MetaName = "OUT", Required = true, Hidden = true)]
    public string Out { get; set; } = "";

    [Option("json", HelpText = "Print a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        var architecture = context.Catalogue.Find(Name);
        RunFolder.RequireFree(Out);
        if (!File.Exists(Source) && !Directory.Exists(Source))
        {
            throw new UsageException(
                $"There is no checkpoint {Source}: name a safetensors file, an index of several, or a folder with either.");
        }

        var checkpoint = OfficialCheckpoint.Read(Source);
        using var model = architecture.Create();
        checkpoint.CopyTo(model.Module);

        using var run = RunFolder.Create(Out);
        run.WriteConfiguration(new
        {
            Started = DateTime.UtcNow,
            Architecture = ArchitectureJson.Of(architecture),
            Declaration = DeclarationText.Of(architecture),
            ImportedFrom = Path.GetFullPath(Source),
            Machine = MachineReport.Take(),
        });
        checkpoint.Layout.Save(RunFolder.LayoutIn(Out));
        CheckpointFile.Write(run.LastCheckpoint, new Checkpoint(architecture.FullName, 0, 0, null), model.Module);
        if (Json)
        {
            context.Terminal.WriteJson(new
            {
                Architecture = architecture.FullName,
                checkpoint.Layout.Naming,
                Tensors = checkpoint.Layout.Tensors.Count,
                architecture.Parameters,
                Run = Out,
            });
        }
        else
        {
            var tensors = $"{checkpoint.Layout.Tensors.Count} tensors, {Figures.Count(architecture.Parameters)} parameters";
            context.Terminal.Console.MarkupLineInterpolated(
                $"[bold]{architecture.Name}[/]: {tensors} imported ({checkpoint.Layout.Naming} names). Run: {Out}");
        }

        return ExitCode.Success;
    }
}
