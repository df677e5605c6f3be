using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;
using static SerpentDsl.Experiments.Reports.RunReport.ReportHtml;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Configurations and machines of the runs. With several runs, the differences come first.</summary>
internal static class ConfigurationSection
{
    /// <summary>Members of run.json that other sections of the page show.</summary>
    private static readonly string[] s_elsewhere = ["architecture", "baselines"];

    private const string Separator = ": ";

    /// <summary>Writes the section.</summary>
    public static void Write(ReportHtml html, IReadOnlyList<ReportRun> runs)
    {
        IReadOnlyList<(string Name, string[] Values)> rows = Rows(runs);
        (string Name, string[] Values)[] differing = [.. rows.Where(row => row.Values.Distinct().Count() > 1)];
        html.AddRaw("<section class=\"card\" id=\"configuration\"><h2>Configuration and machine</h2>");
        if (runs.Count == 1)
        {
            html.AddRaw("<div class=\"groups\">");
            foreach (var group in rows.GroupBy(
                row => row.Name.Contains(Separator, StringComparison.Ordinal) ? row.Name.Split(Separator)[0] : "run"))
            {
                html.Add($"<div><h3>{E(group.Key)}</h3>");
                Table(html, runs, [.. group.Select(row => (row.Name.Split(Separator)[^1], row.Values))]);
                html.AddRaw("</div>");
            }

            html.AddRaw("</div>");
        }
        else
        {
            if (differing.Length > 0)
            {
                html.AddRaw("<h3>What differs</h3>");
                Table(html, runs, differing);
            }

            html.Add($"<details><summary class=\"minor\">What is the same in all ({rows.Count - differing.Length})</summary>");
            Table(html, [runs[0]], [.. rows.Except(differing).Select(row => (row.Name, row.Values[..1]))]);
            html.AddRaw("</details>");
        }

        html.AddRaw("</section>");
    }

    private static void Table(ReportHtml html, IReadOnlyList<ReportRun> runs, IReadOnlyList<(string Name, string[] Values)> rows)
    {
        html.AddRaw("<div class=\"scroll\"><table class=\"facts\">");
        if (runs.Count > 1)
        {
            var names = string.Concat(Enumerable.Range(0, runs.Count).Select(run => $"<th>{Name(runs, run)}</th>"));
            html.Add($"<thead><tr><th></th>{names}</tr></thead>");
        }

        html.AddRaw("<tbody>");
        foreach (var (name, values) in rows)
        {
            html.Add($"<tr><td>{E(name)}</td>{string.Concat(values.Select(value => $"<td>{E(value)}</td>"))}</tr>");
        }

        html.AddRaw("</tbody></table></div>");
    }

    private static List<(string Name, string[] Values)> Rows(IReadOnlyList<ReportRun> runs)
    {
        List<Dictionary<string, string>> all = [.. runs.Select(run => Flatten(run.Configuration))];
        return [.. all.SelectMany(run => run.Keys).Distinct().Select(
            name => (name, all.Select(run => run.GetValueOrDefault(name, "–")).ToArray()))];
    }

    private static Dictionary<string, string> Flatten(JsonObject configuration)
    {
        var flat = new Dictionary<string, string> { ["architecture"] = (string?)configuration["architecture"]?["fullName"] ?? "–" };
        Add("", configuration);
        return flat;

        void Add(string prefix, JsonObject members)
        {
            foreach (var (name, value) in members.Where(member => prefix.Length > 0 || !s_elsewhere.Contains(member.Key)))
            {
                if (value is JsonObject nested)
                {
                    Add($"{prefix}{Words(name)}{Separator}", nested);
                }
                else if (value is not null)
                {
                    flat[prefix + Words(name)] = Write(name, value);
                }
            }
        }
    }

    private static string Write(string name, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number when name.EndsWith("Bytes", StringComparison.Ordinal) => Figures.Quantity((double)value, "B"),
        JsonValueKind.Number when value.AsValue().TryGetValue(out long count) && name != "seed" => Figures.Count(count),
        JsonValueKind.String when name == "started" && value.AsValue().TryGetValue(out DateTime started) =>
            string.Create(CultureInfo.InvariantCulture, $"{started:yyyy-MM-dd HH:mm:ss} UTC"),
        JsonValueKind.String => (string)value!,
        _ => value.ToJsonString(),
    };

    /// <summary>Splits a member's name into words: batchSize becomes batch size.</summary>
    private static string Words(string member)
    {
        var words = new StringBuilder();
        foreach (var letter in member)
        {
            words.Append(char.IsUpper(letter) ? string.Create(CultureInfo.InvariantCulture, $" {char.ToLowerInvariant(letter)}") : letter);
        }

        return words.ToString();
    }
}
