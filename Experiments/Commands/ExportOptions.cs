using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>export</c>: writes a run's checkpoint in the format of the official code.</summary>
[Verb("export", HelpText = "Convert a run's checkpoint to an official one (Mamba, Mamba-2, S4; safetensors).")]
internal sealed class ExportOptions : ICommandOptions
{
    [Value(0, MetaName = "RUN", Required = true, Hidden = true)]
    public string Run { get; set; } = "";

    [Value(1, MetaName = "OUT", Required = true, Hidden = true)]
    public string Out { get; set; } = "";

    [Option("checkpoint", HelpText = "best or last (default: best, else last).")]
    public string? Checkpoint { get; set; }

    [Option("naming", HelpText = "Tensor names: original, huggingface or s4 (default: those of the imported checkpoint, else original); or "
        + "serpent, a folder with all that a program needs to use the model, for models of every kind.")]
    public string? Naming { get; set; }

    public int Execute(CommandContext context)
    {
        if (Checkpoint is not (null or "best" or "last"))
        {
            throw new UsageException($"--checkpoint is '{Checkpoint}'; it must be best or last.");
        }

        string path = RunFolder.FindCheckpoint(Run, Checkpoint), layoutPath = RunFolder.LayoutIn(Run);
        RunFolder.RequireFree(Out);
        WritablePlace.RequireFolder(Out);
        if (Naming == ExportedRun.Naming)
        {
            ExportedRun.Write(Run, path, Out);
            context.Terminal.Console.MarkupLineInterpolated($"[bold]{Run}[/]: what a program needs to use the model is in {Out}");
            return ExitCode.Success;
        }

        using var source = ModelSource.Open(path, 0, context.Catalogue);
        var layout = Naming is null && File.Exists(layoutPath)
            ? OfficialLayout.Load(layoutPath)
            : OfficialCheckpoint.LayoutOf(source.Model.Module, Naming ?? "original");
        WholeFolder.Write(Out, folder =>
        {
            OfficialCheckpoint.Write(source.Model.Module, folder, layout);
            StoredEncoding.Copy(Run, folder);
        });
        context.Terminal.Console.MarkupLineInterpolated(
            $"[bold]{source.Architecture.Name}[/]: {layout.Tensors.Count} tensors exported ({layout.Naming} names) to {Out}");
        return ExitCode.Success;
    }
}
