using CommandLine;
using SerpentDsl.Experiments.Catalogue;
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

    [Value(1, MetaName = "NAME", HelpText = "The architecture (default: the one that has the checkpoint's tensors).")]
    public string? Name { get; set; }

    [Value(2, MetaName = "OUT", HelpText = "The run's folder (default: runs/ and the checkpoint's name).")]
    public string? Out { get; set; }

    [Option("json", HelpText = "Print a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        var named = Name is null ? null : context.Catalogue.Find(Name);
        var folder = Out ?? Path.Combine(RunStore.DefaultFolder, NameOf(Source));
        RunFolder.RequireFree(folder);
        if (!Path.Exists(Source))
        {
            throw new UsageException(
                $"There is no checkpoint {Source}: name a folder with model.safetensors or pytorch_model.bin, one of these files, or an "
                    + "index of several.");
        }

        if (File.Exists(Path.Combine(Source, RunFolder.ConfigurationFile)))
        {
            throw new UsageException($"{Source} is a run already; its model can be used as it is.");
        }

        WritablePlace.RequireFolder(folder);
        var checkpoint = OfficialCheckpoint.Read(Source);
        var architecture = named ?? FittingArchitecture.Find(checkpoint, Source, context.Catalogue);
        using var model = MemoryCheck.Create(architecture);
        checkpoint.CopyTo(model.Module);

        using var run = RunFolder.Create(folder);
        run.WriteConfiguration(new
        {
            Started = DateTime.UtcNow,
            Architecture = ArchitectureJson.Of(architecture),
            Declaration = DeclarationText.Of(architecture),
            ImportedFrom = Path.GetFullPath(Source),
            Machine = MachineReport.Take(),
        });
        checkpoint.Layout.Save(RunFolder.LayoutIn(folder));
        CheckpointFile.Write(run.LastCheckpoint, new Checkpoint(architecture.FullName, 0, 0, null), model.Module);
        var hasTokenizer = TokenizerFiles.Copy(Source, folder, context.Terminal.Note);
        if (Json)
        {
            context.Terminal.WriteJson(new
            {
                Architecture = architecture.FullName,
                checkpoint.Layout.Naming,
                Tensors = checkpoint.Layout.Tensors.Count,
                architecture.Parameters,
                Tokenizer = hasTokenizer,
                Run = folder,
            });
        }
        else
        {
            var tensors = $"{checkpoint.Layout.Tensors.Count} tensors, {Figures.Count(architecture.Parameters)} parameters";
            context.Terminal.Console.MarkupLineInterpolated(
                $"[bold]{architecture.Name}[/]: {tensors} imported ({checkpoint.Layout.Naming} names). Run: {folder}");
            if (architecture.Head is LanguageModelHeadSpec)
            {
                context.Terminal.Console.WriteLine(hasTokenizer
                    ? $"Its tokenizer is in {Path.Combine(folder, TokenizerFiles.Main)}."
                    : $"It has no tokenizer: to generate text, put the model's {TokenizerFiles.Main} into the run's folder.");
            }
        }

        return ExitCode.Success;
    }

    /// <summary>The name of the checkpoint's folder, or of a file without its ending.</summary>
    private static string NameOf(string source)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source));
        return Directory.Exists(full) ? Path.GetFileName(full) : Path.GetFileNameWithoutExtension(full);
    }
}
