namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A table of the paper as printed.</summary>
/// <param name="Number">Number of the table.</param>
/// <param name="Title">Title of the table.</param>
/// <param name="Columns">The tasks that models are trained on.</param>
/// <param name="Rows">The models with their printed figures.</param>
/// <param name="Notes">Sentences that explain the printed figures.</param>
internal sealed record PaperTable(
    int Number, string Title, IReadOnlyList<string> Columns, IReadOnlyList<PaperRow> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>Table 1: accuracy in percent on the three text tasks of the Long Range Arena.</summary>
    public static PaperTable LongRangeArena { get; } = new(
        1,
        "Long Range Arena, test accuracy in percent",
        ["ListOps", "Text", "Retrieval"],
        [
            Accuracies("Mega", 63.14, 90.43, 91.25),
            Accuracies("ChordMixer", 59.89, 88.87, 90.38),
            Accuracies("SeqBoat", 61.70, 89.60, 91.28),
            Accuracies("S4", 59.60, 86.82, 90.90),
            Accuracies("SeRpEnt+S4", 59.60, 88.60, 91.18) with { Baseline = "S4" },
            Accuracies("S5", 59.70, 86.63, 90.49),
            Accuracies("SeRpEnt+S5", 60.35, 89.62, 89.04) with { Baseline = "S5" },
            Accuracies("Liquid-S4", 60.65, 88.37, 88.17),
            Accuracies("SeRpEnt+Liquid-S4", 60.35, 88.39, 88.81) with { Baseline = "Liquid-S4" },
        ],
        ["Averages are those of the printed cells; the paper prints 81.01 for Mega and 79.04 for S5, which its cells do not give. It "
            + "states no seeds and no errors."]);

    /// <summary>Table 2: language modelling on WikiText-103.</summary>
    public static PaperTable WikiText { get; } = new(
        2,
        "WikiText-103, test split",
        ["WikiText-103"],
        [
            new PaperRow("S4", [new PaperLanguageFigures(35.2, 35.5, 56.2, 3.72, 557)]),
            new PaperRow("Mamba", [new PaperLanguageFigures(44.3, 37.1, 58.3, 3.54, 46)]),
            new PaperRow("SeRpEnt+Mamba", [new PaperLanguageFigures(47.4, 38.3, 58.7, 3.51, 46)]) { Baseline = "Mamba" },
        ],
        ["The printed perplexities are not e to the printed losses (41.3, 34.5, 33.4); they agree with the mean over batches of e to the "
            + "batch's loss, which is given beside ours."]);

    /// <summary>All tables, by number.</summary>
    public static IReadOnlyList<PaperTable> All { get; } = [LongRangeArena, WikiText];

    private static PaperRow Accuracies(string model, params double[] percent) =>
        new(model, [.. percent.Select(value => new PaperAccuracy(value))]);
}
