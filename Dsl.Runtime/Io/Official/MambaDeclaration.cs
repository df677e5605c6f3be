using System.Globalization;

namespace SerpentDsl.Io;

/// <summary>Finds, from the shapes of a checkpoint and its configuration, a declaration that it fits.</summary>
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

        var depth = BlockNames.Count(shapes.Keys);
        if (depth == 0 || !shapes.TryGetValue("embedding.weight", out var table) || table is not [> 0, > 0]
            || Layer(shapes, table[1], config, config?.IsTransformers ?? naming == OfficialNaming.HuggingFace) is not { } layer)
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
              [{Branch(layer)}]
            """);
    }

    private static MambaOptions? Layer(
        Dictionary<string, IReadOnlyList<long>> shapes, long features, MambaConfig? config, bool isTransformers)
    {
        IReadOnlyList<long>? Shape(string name) => shapes.GetValueOrDefault("blocks.0.branch0_ssm." + name);

        if (Shape("A_log") is not { } decay || Shape("conv1d.weight") is not [var convolved, _, var taps]
            || Shape("out_proj.weight") is not [_, > 0 and var inner] || inner % features != 0)
        {
            return null;
        }

        var layer = new MambaOptions
        {
            IsSecond = decay.Count == 1,
            Features = features,
            Inner = inner,
            StateSize = decay is [_, var size] ? size : 0,
            ConvWidth = taps,
            ConvBias = Shape("conv1d.bias") is not null,
            Bias = Shape("in_proj.bias") is not null,
        };
        if (!layer.IsSecond)
        {
            return decay.Count == 2 && Shape("dt_proj.weight") is [_, var rank] ? layer with { Rank = rank } : null;
        }

        long scanned = Shape("norm.weight") is [var normed] ? normed : inner, heads = decay[0], groups = Math.Max(1, config?.Groups ?? 1);
        return heads == 0 ? null : layer with
        {
            StateSize = (convolved - scanned) / (2 * groups),
            Scanned = scanned,
            HeadSize = scanned / heads,
            Groups = groups,
            SkipPerChannel = Shape("D") is [var skips] && skips != heads,
            GatedNorm = Shape("norm.weight") is not null,
            NormBeforeGate = config?.NormBeforeGate == true,
            NormPerGroup = !isTransformers,
            DeltaLimits = config?.DeltaLimits ?? MambaOptions.NoLimits,
        };
    }

    // The attribute, with the options that differ from its defaults.
    private static string Branch(MambaOptions layer)
    {
        var options = new List<string>();
        void Option(string name, object value, object otherwise)
        {
            if (!value.Equals(otherwise))
            {
                var text = value is bool flag ? flag ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture);
                options.Add($"{name} = {text}");
            }
        }

        if (layer.IsSecond)
        {
            Option("StateSize", layer.StateSize, 128L);
            Option("HeadSize", layer.HeadSize, 64L);
            Option("Groups", layer.Groups, 1L);
            Option("SsmFeatures", layer.Scanned == layer.Inner ? 0 : layer.Scanned, 0L);
            Option("SkipPerChannel", layer.SkipPerChannel, false);
            Option("GatedNorm", layer.GatedNorm, true);
            Option("NormBeforeGate", layer.NormBeforeGate, false);
            Option("NormPerGroup", layer.NormPerGroup || layer.Groups == 1 || !layer.GatedNorm, true);
            if (MambaConfigCheck.DeltaLimitsText(layer.DeltaLimits) is { Length: > 0 } limits)
            {
                options.Add(limits);
            }
        }
        else
        {
            Option("StateSize", layer.StateSize, 16L);
            Option("DtRank", layer.Rank, (layer.Features + 15) / 16);
        }

        Option("Expand", layer.Inner / layer.Features, 2L);
        Option("ConvWidth", layer.ConvWidth, 4L);
        Option("ConvBias", layer.ConvBias, true);
        Option("Bias", layer.Bias, false);
        var kind = layer.IsSecond ? "Mamba2Branch" : "MambaBranch";
        return options.Count == 0 ? kind : $"{kind}({string.Join(", ", options)})";
    }

    private static bool IsSameTensor(SafetensorsFile file, OfficialNaming naming)
    {
        SafetensorsEntry head = file.Entries[naming.ToOfficial("head.weight")!],
            table = file.Entries[naming.ToOfficial("embedding.weight")!];
        return head.Type == table.Type && head.Data.Span.SequenceEqual(table.Data.Span);
    }
}
