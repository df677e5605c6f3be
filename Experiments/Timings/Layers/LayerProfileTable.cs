using System.Globalization;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;
using Spectre.Console;

namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>Prints profiles for people.</summary>
internal static class LayerProfileTable
{
    /// <summary>Makes a table with a row for each layer.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="rows">The rows of the architecture's layers.</param>
    /// <param name="tokens">Number of positions in a step.</param>
    /// <param name="fused">The profile with fused kernels.</param>
    /// <param name="reference">The profile on the reference path.</param>
    public static Table Of(ArchitectureSpec spec, IReadOnlyList<LayerRow> rows, long tokens, LayerProfile fused, LayerProfile reference)
    {
        var table = Tables.Plain();
        table.AddColumn("layer").AddColumn("kind").AddColumn(Tables.Number("times"))
            .AddColumn(Tables.Number("forward ms")).AddColumn(Tables.Number("backward ms")).AddColumn(Tables.Number("share"))
            .AddColumn(Tables.Number("ref. ms")).AddColumn(Tables.Number("ratio"))
            .AddColumn(Tables.Number("B/token kept")).AddColumn(Tables.Number("declared")).AddColumn(Tables.Number("ref."));
        var statedTokens = spec.Head.MaxLength * (spec.Head is PairClassifierHeadSpec ? 2.0 : 1);
        foreach (var row in rows)
        {
            Add(
                row.Name,
                row.Layer.Kind,
                row.Times,
                fused.Rows.GetValueOrDefault(row.Name),
                reference.Rows.GetValueOrDefault(row.Name),
                row.Times * row.Layer.KeptBytes / statedTokens);
        }

        Add(LayerWatch.Rest, "", 0, fused.Rows[LayerWatch.Rest], reference.Rows[LayerWatch.Rest], null);
        table.AddRow(
            "clipping and AdamW", "", "", Milliseconds(fused.Update), "", Figures.Percent(fused.Update / fused.TotalMs),
            Milliseconds(reference.Update), Figures.Ratio(reference.Update / fused.Update), "", "", "");
        table.AddRow(
            "[bold]in all[/]", "", "", "", Milliseconds(fused.TotalMs), "", Milliseconds(reference.TotalMs),
            Figures.Ratio(reference.TotalMs / fused.TotalMs),
            PerToken(fused.KeptBytes), Figures.Count(spec.Facts.TrainingBytes), PerToken(reference.KeptBytes));
        return table;

        void Add(string name, string kind, int times, LayerCost cost, LayerCost other, double? stated)
        {
            double inAll = cost.ForwardMs + cost.BackwardMs, otherInAll = other.ForwardMs + other.BackwardMs;
            table.AddRow(
                Markup.Escape(name),
                $"[grey]{Markup.Escape(kind)}[/]",
                times > 1 ? Figures.Count(times) : "",
                Milliseconds(cost.ForwardMs),
                Milliseconds(cost.BackwardMs),
                Figures.Percent(inAll / fused.TotalMs),
                Milliseconds(otherInAll),
                Figures.Ratio(otherInAll / inAll),
                PerToken(cost.KeptBytes),
                stated is { } bytes ? Figures.Count(bytes) : "",
                PerToken(other.KeptBytes));
        }

        string PerToken(long? bytes) => bytes is { } count ? Figures.Count(count / (double)tokens) : "";
    }

    private static string Milliseconds(double time) => time.ToString("N1", CultureInfo.InvariantCulture);
}
