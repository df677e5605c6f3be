using System.Globalization;

namespace SerpentDsl.Io;

/// <summary>Compares what a <c>config.json</c> states with a model.</summary>
internal static class MambaConfigCheck
{
    private const string File = OfficialCheckpoint.ConfigFileName;

    private static readonly Size[] s_sizes =
    [
        new(["hidden_size", "d_model"], model => model.Layer.Features, (_, value) => $"features: {value}"),
        new(["num_hidden_layers", "n_layer"], model => model.Depth, (_, value) => $"depth: {value}"),
        new(["state_size", "d_state"], model => model.Layer.StateSize, (_, value) => $"StateSize = {value}"),
        new(["conv_kernel", "d_conv"], model => model.Layer.ConvWidth, (_, value) => $"ConvWidth = {value}"),
        new(
            ["intermediate_size", "d_inner"],
            model => model.Layer.Inner,
            (model, value) => $"Expand = {Number((double)value / model.Layer.Features)}"),
        new(["head_dim", "headdim"], model => Second(model)?.HeadSize, (_, value) => $"HeadSize = {value}"),
        new(
            ["num_heads"],
            model => Second(model) is { } layer ? layer.Scanned / layer.HeadSize : null,
            (model, value) => $"HeadSize = {Number((double)model.Layer.Scanned / value)}"),
        new(["d_ssm"], model => Second(model)?.Scanned, (_, value) => $"SsmFeatures = {value}"),
    ];

    /// <summary>Keys that only one of the two kinds of layers has.</summary>
    private static readonly string[] s_ofMamba = ["dt_rank"];

    private static readonly string[] s_ofSecond =
    [
        "n_groups", "ngroups", "head_dim", "headdim", "num_heads", "d_ssm", "D_has_hdim", "rmsnorm", "time_step_limit", "dt_limit",
    ];

    private static readonly Flag[] s_flags =
    [
        new(["use_conv_bias", "conv_bias"], model => model.Layer.ConvBias, value => $"ConvBias = {Word(value)}"),
        new(["use_bias", "bias"], model => model.Layer.Bias, value => $"Bias = {Word(value)}"),
        new(["rms_norm"], model => model.IsRms, value => $"Norm = Norm.{(value ? "Rms" : "Layer")}"),
        new(["rmsnorm"], model => Second(model)?.GatedNorm, value => $"GatedNorm = {Word(value)}"),
        new(["D_has_hdim"], model => Second(model)?.SkipPerChannel, value => $"SkipPerChannel = {Word(value)}"),
    ];

    /// <summary>The contradictions that shapes show too, and that are worth a word only where all shapes agree.</summary>
    public static IEnumerable<string> Visible(MambaConfig config, MambaModel model)
    {
        if (config.IsSecond is { } isSecond && isSecond != model.Layer.IsSecond)
        {
            yield return $"{File} says that the layers are {(isSecond ? "Mamba-2" : "Mamba")}: declare "
                + $"[{(isSecond ? "Mamba2Branch" : "MambaBranch")}]";
        }

        foreach (var size in s_sizes)
        {
            foreach (var key in size.Keys)
            {
                if (config.Integer(key) is { } value && size.Of(model) is { } actual && value != actual)
                {
                    yield return $"{File} says {key} {value}: declare {size.Declaration(model, value)}";
                }
            }
        }

        if (config.Real("expand") is { } expand && expand * model.Layer.Features != model.Layer.Inner)
        {
            yield return $"{File} says expand {Number(expand)}: declare Expand = {Number(expand)}";
        }

        foreach (var key in new[] { "time_step_rank", "dt_rank" })
        {
            if (!model.Layer.IsSecond && config.Rank(key, model.Layer.Features) is { } rank && rank != model.Layer.Rank)
            {
                yield return $"{File} says {key} {config.Find(key)}: declare DtRank = {rank}";
            }
        }

        foreach (var flag in s_flags)
        {
            foreach (var key in flag.Keys)
            {
                if (config.Boolean(key) is { } value && flag.Of(model) is { } actual && value != actual)
                {
                    yield return $"{File} says {key} {Word(value)}: declare {flag.Declaration(value)}";
                }
            }
        }
    }

    /// <summary>The contradictions that no shape shows.</summary>
    public static IEnumerable<string> Hidden(MambaConfig config, MambaModel model)
    {
        foreach (var key in (model.Layer.IsSecond ? s_ofMamba : s_ofSecond).Where(key => config.Find(key) is not null))
        {
            yield return $"{File} has the key '{key}', which only Mamba{(model.Layer.IsSecond ? "" : "-2")} has";
        }

        if (Second(model) is not { } layer)
        {
            yield break;
        }

        if (config.Groups != layer.Groups)
        {
            var key = config.IsTransformers ? "n_groups" : "ngroups";
            var said = config.Find(key) is null ? $"does not say {key}, which stands for {config.Groups}" : $"says {key} {config.Groups}";
            var states = layer.Groups * layer.StateSize / (double)config.Groups;
            yield return $"{File} {said}: declare Groups = {config.Groups}, StateSize = {Number(states)}";
        }

        if (config.NormBeforeGate != layer.NormBeforeGate && layer.GatedNorm && !config.IsTransformers)
        {
            var word = Word(config.NormBeforeGate);
            yield return $"{File} says norm_before_gate {word}: declare NormBeforeGate = {word}";
        }

        if (config.DeltaLimits != layer.DeltaLimits)
        {
            var key = config.IsTransformers ? "time_step_limit" : "dt_limit";
            yield return config.DeltaLimits == MambaOptions.NoLimits
                ? $"{File} has no {key}: declare neither LeastDelta nor GreatestDelta"
                : $"{File} says {key} [{Number(config.DeltaLimits.Least)}, {Number(config.DeltaLimits.Greatest)}]: declare "
                    + DeltaLimitsText(config.DeltaLimits);
        }
    }

    /// <summary>The options that declare limits of Δ.</summary>
    public static string DeltaLimitsText((double Least, double Greatest) limits) => string.Join(", ", new[]
    {
        limits.Least > 0 ? $"LeastDelta = {Number(limits.Least)}" : null,
        double.IsFinite(limits.Greatest) ? $"GreatestDelta = {Number(limits.Greatest)}" : null,
    }.OfType<string>());

    private static MambaOptions? Second(MambaModel model) => model.Layer.IsSecond ? model.Layer : null;

    private static string Word(bool value) => value ? "true" : "false";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A size that the file may state under several keys.</summary>
    private sealed record Size(string[] Keys, Func<MambaModel, long?> Of, Func<MambaModel, long, string> Declaration);

    /// <summary>A choice that the file may state under several keys.</summary>
    private sealed record Flag(string[] Keys, Func<MambaModel, bool?> Of, Func<bool, string> Declaration);
}
