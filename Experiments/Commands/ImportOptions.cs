using CommandLine;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>import</c>: turns a checkpoint of the official code into a run of a declared architecture.</summary>
[Verb("import", HelpText = "Convert a published checkpoint (Mamba, Mamba-2, S4; safetensors or pytorch_model.bin) to a run.")]
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
        if (!Path.Exists(Source))
        {
            throw new UsageException(
                $"There is no checkpoint {Source}: name a folder with model.safetensors or pytorch_model.bin, one of these files, or an "
                    + "index of several.");
        }

        var checkpoint = OfficialCheckpoint.Read(Source);
        using var model = MemoryCheck.Create(architecture);
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
        var hasTokenizer = TokenizerFiles.Copy(Source, Out, context.Terminal.Note);
        if (Json)
        {
            context.Terminal.WriteJson(new
            {
                Architecture = architecture.FullName,
                checkpoint.Layout.Naming,
                Tensors = checkpoint.Layout.Tensors.Count,
                architecture.Parameters,
                Tokenizer = hasTokenizer,
                Run = Out,
            });
        }
        else
        {
            var tensors = $"{checkpoint.Layout.Tensors.Count} tensors, {Figures.Count(architecture.Parameters)} parameters";
            context.Terminal.Console.MarkupLineInterpolated(
                $"[bold]{architecture.Name}[/]: {tensors} imported ({checkpoint.Layout.Naming} names). Run: {Out}");
            if (architecture.Head is LanguageModelHeadSpec)
            {
                context.Terminal.Console.WriteLine(hasTokenizer
                    ? $"Its tokenizer is in {Path.Combine(Out, TokenizerFiles.Main)}."
                    : $"It has no tokenizer: to generate text, put the model's {TokenizerFiles.Main} into the run's folder.");
            }
        }

        return ExitCode.Success;
    }
}
