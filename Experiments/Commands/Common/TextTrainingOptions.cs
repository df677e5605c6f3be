using CommandLine;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The options of a training that say how a language model reads its text.</summary>
internal abstract class TextTrainingOptions : TrainingCommand
{
    [Option("carry-state", HelpText = "Language models: read the blocks in order and carry the state from one to the next; "
        + "gradients are cut between blocks.")]
    public bool CarryState { get; set; }

    [Option("separate-documents", HelpText = "Language models: no document sees an earlier one; for tasks that mark where documents end.")]
    public bool SeparateDocuments { get; set; }

    /// <summary>Adds these options to those of a training.</summary>
    private protected TrainingOptions WithText(TrainingOptions options) => options with
    {
        CarryState = CarryState ? true : options.CarryState,
        SeparateDocuments = SeparateDocuments ? true : null,
    };

    /// <summary>Checks that the data and the model can be read as these options say, before the run's folder is made.</summary>
    /// <exception cref="UsageException">They cannot.</exception>
    private protected static void CheckText(ArchitectureSpec architecture, Dataset dataset, TrainingOptions options)
    {
        if (options.SeparateDocuments is true)
        {
            (dataset as TextDataset ?? throw NoText("--separate-documents")).SeparateDocuments();
        }

        if (options.CarryState is not true)
        {
            return;
        }

        _ = dataset as TextDataset ?? throw NoText("--carry-state");
        using var model = architecture.Create();
        CarriedState.Of(model, options)!.Dispose();

        UsageException NoText(string option) =>
            new($"{option} is for language models, and {architecture.Name} is declared [{architecture.Head.Kind}].");
    }
}
