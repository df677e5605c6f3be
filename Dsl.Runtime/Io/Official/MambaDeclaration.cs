using System.Globalization;

namespace SerpentDsl.Io;

/// <summary>Finds, from the shapes of a checkpoint, a declaration that it fits.</summary>
internal static class MambaDeclaration
{
    /// <summary>
    /// The attributes of a model that the checkpoint fits, one per line; null if it is not a checkpoint of Mamba or Mamba-2.
    /// </summary>
    public static string? Of(SafetensorsFile file, OfficialNaming naming, MambaConfig? config)
    {
        var shapes = new Dictionary<string, IReadOnlyList<long>>(StringComparer.Ordinal);
        foreach (var name in file.Names)
        {
            if (naming.ToOurs(name) is { } ours)
            {
                shapes[ours] = file.Entries[name].Shape;
            }
        }

        var depth = shapes.Keys.Where(
            name => name.StartsWith("blocks.", StringComparison.Ordinal)).Select(name => name.Split('.')[1]).Distinct().Count();
        if (depth == 0 || !shapes.TryGetValue("embedding.weight", out var table) || table is not [> 0, > 0]
            || Branch(shapes, table[1], config) is not { } branch)
        {
            return null;
        }

        var isTied = !shapes.ContainsKey("head.weight") || IsSameTensor(file, naming);
        var norm = shapes.ContainsKey("blocks.0.norm.bias") ? "Layer" : "Rms";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
              [LanguageModel(vocabulary: {table[0]}, contextLength: 2048{(isTied ? ", TiedEmbeddings = true" : "")})]
              [Backbone(features: {table[1]}, depth: {depth}, Norm = Norm.{norm}, NormPlacement = NormPlacement.Before)]
              [{branch}]
            """);
    }

    private static string? Branch(Dictionary<string, IReadOnlyList<long>> shapes, long features, MambaConfig? config)
    {
        IReadOnlyList<long>? Shape(string name) => shapes.GetValueOrDefault("blocks.0.branch0_ssm." + name);

        if (Shape("A_log") is not { } decay || Shape("conv1d.weight") is not [var convolved, _, var taps]
            || Shape("out_proj.weight") is not [_, var inner] || inner % features != 0)
        {
            return null;
        }

        var options = new List<string>();
        void Option(string name, object value, object otherwise)
        {
            if (!value.Equals(otherwise))
            {
                options.Add(string.Create(CultureInfo.InvariantCulture, $"{name} = {value}"));
            }
        }

        string kind;
        if (decay is [_, var size] && Shape("dt_proj.weight") is [_, var rank])
        {
            kind = "MambaBranch";
            Option("StateSize", size, 16L);
            Option("DtRank", rank, (features + 15) / 16);
        }
        else if (decay is [> 0 and var heads])
        {
            long scanned = Shape("norm.weight") is [var normed] ? normed : inner, groups = config?.Groups ?? 1;
            kind = "Mamba2Branch";
            Option("StateSize", (convolved - scanned) / (2 * groups), 128L);
            Option("HeadSize", scanned / heads, 64L);
            Option("Groups", groups, 1L);
            Option("SsmFeatures", scanned == inner ? 0 : scanned, 0L);
            Option("SkipPerChannel", Shape("D") is [var skips] && skips != heads ? "true" : "false", "false");
            Option("GatedNorm", Shape("norm.weight") is null ? "false" : "true", "true");
            Option("NormBeforeGate", config?.NormBeforeGate == true ? "true" : "false", "false");
        }
        else
        {
            return null;
        }

        Option("Expand", inner / features, 2L);
        Option("ConvWidth", taps, 4L);
        Option("ConvBias", Shape("conv1d.bias") is null ? "false" : "true", "true");
        Option("Bias", Shape("in_proj.bias") is null ? "false" : "true", "false");
        return options.Count == 0 ? kind : $"{kind}({string.Join(", ", options)})";
    }

    private static bool IsSameTensor(SafetensorsFile file, OfficialNaming naming)
    {
        SafetensorsEntry head = file.Entries[naming.ToOfficial("head.weight")!],
            table = file.Entries[naming.ToOfficial("embedding.weight")!];
        return head.Type == table.Type && head.Data.Span.SequenceEqual(table.Data.Span);
    }
}
