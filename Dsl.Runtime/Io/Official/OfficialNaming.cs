using System.Globalization;

namespace SerpentDsl.Io;

/// <summary>
/// Translates the tensor names of an official code base to those of a generated model, and back. In a rule, <c>{layer}</c> stands for the
/// number of a block and a closing <c>{rest}</c> for whatever follows.
/// </summary>
internal sealed class OfficialNaming
{
    /// <summary>state-spaces/mamba: Mamba and Mamba-2 (docs/models/mamba.md).</summary>
    public static readonly OfficialNaming Original = new(
        "original",
        [
            ("backbone.embedding.weight", "embedding.weight"),
            ("backbone.layers.{layer}.norm.{rest}", "blocks.{layer}.norm.{rest}"),
            ("backbone.layers.{layer}.mixer.{rest}", "blocks.{layer}.branch0_ssm.{rest}"),
            ("backbone.norm_f.{rest}", "final_norm.{rest}"),
            ("lm_head.weight", "head.weight"),
        ]);

    /// <summary>The same models as converted for the transformers library.</summary>
    public static readonly OfficialNaming HuggingFace = new(
        "huggingface",
        [("backbone.embeddings.weight", "embedding.weight"), .. Original._rules.Skip(1)]);

    /// <summary>state-spaces/s4: its sequence model of S4 blocks.</summary>
    public static readonly OfficialNaming S4 = new(
        "s4",
        [
            ("encoder.0.weight", "embedding.weight"),
            ("model.layers.{layer}.norm.norm.{rest}", "blocks.{layer}.norm.{rest}"),
            ("model.layers.{layer}.layer.layer.{rest}", "blocks.{layer}.branch0_ssm.{rest}"),
            ("model.layers.{layer}.layer.output_linear.0.{rest}", "blocks.{layer}.mixer.linear.{rest}"),
            ("model.norm.norm.{rest}", "final_norm.{rest}"),
            ("decoder.0.output_transform.{rest}", "head.{rest}"),
        ]);

    /// <summary>All naming schemes.</summary>
    public static readonly IReadOnlyList<OfficialNaming> All = [Original, HuggingFace, S4];

    private readonly (string Official, string Ours)[] _rules;

    private OfficialNaming(string name, (string Official, string Ours)[] rules) => (Name, _rules) = (name, rules);

    /// <summary>Name of the scheme on the command line and in files.</summary>
    public string Name { get; }

    /// <summary>A generated model's name of an official tensor; null when there is none.</summary>
    public string? ToOurs(string official) =>
        _rules.Select(rule => Translate(official, rule.Official, rule.Ours)).FirstOrDefault(name => name is not null);

    /// <summary>The official name of a generated model's tensor; null when there is none.</summary>
    public string? ToOfficial(string ours) =>
        _rules.Select(rule => Translate(ours, rule.Ours, rule.Official)).FirstOrDefault(name => name is not null);

    private static string? Translate(string name, string from, string to)
    {
        string[] parts = name.Split('.'), pattern = from.Split('.');
        string layer = "", rest = "";
        for (var i = 0; i < pattern.Length; i++)
        {
            if (i >= parts.Length)
            {
                return null;
            }

            if (pattern[i] == "{rest}")
            {
                rest = string.Join('.', parts.Skip(i));
                break;
            }

            if (pattern[i] == "{layer}")
            {
                layer = parts[i];
                if (!int.TryParse(layer, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    || number.ToString(CultureInfo.InvariantCulture) != layer)
                {
                    return null;
                }
            }
            else if (pattern[i] != parts[i])
            {
                return null;
            }
        }

        return rest.Length == 0 && parts.Length != pattern.Length ? null : to.Replace("{layer}", layer).Replace("{rest}", rest);
    }
}
