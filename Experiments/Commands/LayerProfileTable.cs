using System.Globalization;
using SerpentDsl.Experiments.Benchmarks.Layers;
using SerpentDsl.Specs;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary>Profiles for people.</summary>
internal static class LayerProfileTable
{
    /// <summary>A row for every layer.</summary>
    /// <param name="spec">What was trained.</param>
    /// <param name="rows">The rows of its layers.</param>
    /// <param name="tokens">Positions of a step.</param>
    /// <param name="fused">On fused kernels.</param>
    /// <param name="plain">On the plain path.</param>
    public static Table Of(ArchitectureSpec spec, IReadOnlyList<LayerRow> rows, long tokens, LayerProfile fused, LayerProfile plain)
    {
        Table table = Tables.Plain();
        table.AddColumn("layer").AddColumn("kind").AddColumn(Tables.Number("times"))
            .AddColumn(Tables.Number("forward ms")).AddColumn(Tables.Number("backward ms")).AddColumn(Tables.Number("share"))
            .AddColumn(Tables.Number("plain ms")).AddColumn(Tables.Number("plain"))
            .AddColumn(Tables.Number("B/token kept")).AddColumn(Tables.Number("stated")).AddColumn(Tables.Number("plain"));
        double statedTokens = spec.Head.MaxLength * (spec.Head is PairClassifierHeadSpec ? 2.0 : 1);
        foreach (LayerRow row in rows)
        {
            Add(row.Name, row.Layer.Kind, row.Times, fused.Rows.GetValueOrDefault(row.Name), plain.Rows.GetValueOrDefault(row.Name), row.Times * row.Layer.KeptBytes / statedTokens);
        }

        Add(LayerWatch.Rest, "", 0, fused.Rows[LayerWatch.Rest], plain.Rows[LayerWatch.Rest], null);
        table.AddRow(
            "clipping and AdamW", "", "", Milliseconds(fused.Update), "", Text.Percent(fused.Update / fused.TotalMs),
            Milliseconds(plain.Update), Times(plain.Update / fused.Update), "", "", "");
        table.AddRow(
            "[bold]in all[/]", "", "", "", Milliseconds(fused.TotalMs), "", Milliseconds(plain.TotalMs), Times(plain.TotalMs / fused.TotalMs),
            PerToken(fused.KeptBytes), Text.Count(spec.Facts.TrainingBytes), PerToken(plain.KeptBytes));
        return table;

        void Add(string name, string kind, int times, LayerCost cost, LayerCost other, double? stated)
        {
            double inAll = cost.ForwardMs + cost.BackwardMs, otherInAll = other.ForwardMs + other.BackwardMs;
            table.AddRow(
                Markup.Escape(name),
                $"[grey]{Markup.Escape(kind)}[/]",
                times > 1 ? Text.Count(times) : "",
                Milliseconds(cost.ForwardMs),
                Milliseconds(cost.BackwardMs),
                Text.Percent(inAll / fused.TotalMs),
                Milliseconds(otherInAll),
                Times(otherInAll / inAll),
                PerToken(cost.KeptBytes),
                stated is { } bytes ? Text.Count(bytes) : "",
                PerToken(other.KeptBytes));
        }

        string PerToken(long? bytes) => bytes is { } count ? Text.Count(count / (double)tokens) : "";
    }

    private static string Milliseconds(double time) => time.ToString("N1", CultureInfo.InvariantCulture);

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x");
}
