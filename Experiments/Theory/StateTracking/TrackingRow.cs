using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>How many blocks a model needs for a length.</summary>
/// <param name="Model">The model.</param>
/// <param name="Length">Elements of a sequence.</param>
/// <param name="Blocks">The fewest blocks that solve the length; null: none of those tried.</param>
/// <param name="Accuracies">The best accuracy over all positions with 1, 2, … blocks, on sequences that were not trained on.</param>
/// <param name="PaperBlocks">The paper's number of blocks; null: not solved there with up to 4.</param>
/// <param name="InPaper">Whether the paper has the model and the length.</param>
/// <param name="Seconds">Time that all trainings took.</param>
internal sealed record TrackingRow(
    string Model, int Length, int? Blocks, IReadOnlyList<double> Accuracies, int? PaperBlocks, bool InPaper, double Seconds)
{
    /// <summary>The number of blocks in tables.</summary>
    public string Solved() => Text(Blocks);

    /// <summary>The published number of blocks in tables.</summary>
    public string Published() => InPaper ? Text(PaperBlocks) : "";

    private static string Text(int? blocks) => blocks is { } number ? Figures.Count(number) : "–";
}
