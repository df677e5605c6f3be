using System.Globalization;
using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>
/// The <c>config.json</c> of an official Mamba or Mamba-2 model, in the spelling of either code base. Its keys are those of <see
/// cref="MambaConfigKeys"/>; what no declaration can express is refused when the file is read.
/// </summary>
internal sealed class MambaConfig
{
    /// <summary>ε of all norms here.</summary>
    public const double NormEpsilon = 1e-5;

    private const string File = OfficialCheckpoint.ConfigFileName;
    private const string LayerKey = "ssm_cfg";
    private const string Expand = "expand";

    /// <summary>Groups of a transformers Mamba-2 whose configuration does not name them.</summary>
    private const long TransformersGroups = 8;

    private static readonly string[] s_modelTypes = ["mamba", "mamba2"];

    private static readonly string[] s_architectures =
        ["MambaForCausalLM", "MambaModel", "Mamba2ForCausalLM", "Mamba2Model", "MambaLMHeadModel"];

    private static readonly string[] s_layerTypes = ["mamba", "linear_attention"];

    /// <summary>Keys of the two code bases for the same option.</summary>
    private static readonly (string, string)[] s_synonyms =
        [("n_groups", "ngroups"), ("time_step_limit", "dt_limit"), ("tie_word_embeddings", "tie_embeddings")];

    private readonly JsonElement _root;
    private readonly string _path;

    private MambaConfig(JsonElement root, string path) => (_root, _path) = (root, path);

    /// <summary>Whether the transformers library reads the file; else the original code does.</summary>
    public bool IsTransformers => Find("model_type") is not null || Find("hidden_size") is not null;

    /// <summary>Whether the file says that the layers are Mamba-2; null if it does not say.</summary>
    public bool? IsSecond => Find("layer") is { } layer ? layer.GetString() == "Mamba2"
        : Find("model_type") is { } type ? type.GetString() == "mamba2" : null;

    /// <summary>Groups of Mamba-2.</summary>
    public long Groups => Integer("n_groups") ?? Integer("ngroups") ?? (IsTransformers ? TransformersGroups : 1);

    /// <summary>Whether Mamba-2 normalises before its gate.</summary>
    public bool NormBeforeGate => !IsTransformers && Boolean("norm_before_gate", isOfLayer: true) == true;

    /// <summary>Limits of Mamba-2's steps Δ.</summary>
    public (double Least, double Greatest) DeltaLimits => Limits("time_step_limit") ?? Limits("dt_limit") ?? MambaOptions.NoLimits;

    /// <summary>Whether the embedding table is also the projection to the vocabulary; null if the file does not say.</summary>
    public bool? IsTied => Boolean("tie_word_embeddings") ?? Boolean("tie_embeddings");

    /// <summary>Reads the JSON text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">The checkpoint's name in messages.</param>
    /// <exception cref="SafetensorsException">The text is no JSON object, has a key that is not known, or describes a model that cannot be
    /// declared.</exception>
    public static MambaConfig Parse(ReadOnlySpan<byte> utf8, string path)
    {
        var root = PythonJson.Parse(utf8, $"{path}: {File}");
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new SafetensorsException($"{path}: {File} is JSON {root.ValueKind}, not an object.");
        }

        var config = new MambaConfig(root, path);
        List<string> complaints = [.. config.OtherModel()];
        if (complaints.Count == 0)
        {
            complaints.AddRange(MambaConfigKeys.Root.Complaints(root, File));
            if (config.LayerObject is { } layer)
            {
                complaints.AddRange(MambaConfigKeys.Layer.Complaints(layer, $"{File}, {LayerKey},"));
            }

            complaints.AddRange(config.Undeclarable());
        }

        return complaints.Count == 0
            ? config
            : throw new SafetensorsException(OfficialComplaints.Text($"{path} cannot be used; nothing was imported.", complaints, null));
    }

    /// <summary>The value of a key, of the file or of the layer; null if it is absent or null.</summary>
    public JsonElement? Find(string key) => Find(_root, key) ?? (LayerObject is { } layer ? Find(layer, key) : null);

    /// <summary>An integer; null if the key is absent.</summary>
    /// <exception cref="SafetensorsException">The value is something else.</exception>
    public long? Integer(string key) => Find(key) is not { } value ? null
        : PythonJson.Real(value) is { } number && Math.Abs(number) <= int.MaxValue && Math.Truncate(number) == number ? (long)number
        : throw WrongType(key, value, "an integer");

    /// <summary>The rank of Δ's projection, for which <c>"auto"</c> is a sixteenth of the features, rounded up; null if the key is
    /// absent.</summary>
    /// <exception cref="SafetensorsException">The value is something else.</exception>
    public long? Rank(string key, long features) =>
        Find(key) is { ValueKind: JsonValueKind.String } word && word.GetString() == "auto" ? (features + 15) / 16 : Integer(key);

    /// <summary>A number; null if the key is absent.</summary>
    /// <exception cref="SafetensorsException">The value is something else.</exception>
    public double? Real(string key) => Find(key) is not { } value ? null
        : PythonJson.Real(value) ?? throw WrongType(key, value, "a number");

    /// <summary>Yes or no; null if the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isOfLayer">Whether only the layer's object is looked at.</param>
    /// <exception cref="SafetensorsException">The value is something else.</exception>
    public bool? Boolean(string key, bool isOfLayer = false)
    {
        var found = isOfLayer ? LayerObject is { } layer ? Find(layer, key) : null : Find(key);
        return found is not { } value ? null
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw WrongType(key, value, "true or false");
    }

    private JsonElement? LayerObject => Find(_root, LayerKey) is { ValueKind: JsonValueKind.Object } layer ? layer : null;

    // What says that the tensors are those of another model: nothing else of the file is worth a word then.
    private IEnumerable<string> OtherModel()
    {
        if (Find("model_type") is { } type && !IsOneOf(type, s_modelTypes))
        {
            yield return $"{File} says model_type {Excerpt(type)}, which is another model than mamba and mamba2, whatever its tensors are "
                + "called; there is no declaration of it";
        }

        if (Find("architectures") is { } classes
            && (classes.ValueKind != JsonValueKind.Array || !classes.EnumerateArray().All(name => IsOneOf(name, s_architectures))))
        {
            yield return $"{File} says architectures {Excerpt(classes)}; {string.Join(", ", s_architectures)} are known";
        }
    }

    private IEnumerable<string> Undeclarable()
    {
        if (Find("hidden_act") is { } activation && !IsOneOf(activation, ["silu", "swish"]))
        {
            yield return $"{File} says hidden_act {Excerpt(activation)}; the layers here have silu";
        }

        foreach (var key in new[] { "layer_norm_epsilon", "norm_epsilon" })
        {
            if (Real(key) is { } epsilon && epsilon != NormEpsilon)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{File} says {key} {epsilon}; the norms here have {NormEpsilon}");
            }
        }

        if (Find("attn_layer_idx") is { } attention && !(attention.ValueKind == JsonValueKind.Array && attention.GetArrayLength() == 0))
        {
            yield return $"{File} says attn_layer_idx {Excerpt(attention)}; blocks of attention cannot be declared";
        }

        if (Integer("d_intermediate") is > 0 and var width)
        {
            yield return $"{File} says d_intermediate {width}; blocks with a perceptron behind the layer cannot be declared";
        }

        if (Boolean("is_encoder_decoder") == true)
        {
            yield return $"{File} says is_encoder_decoder true; Mamba models are no encoders with decoders";
        }

        if (Find("layer_types") is { } types
            && !(types.ValueKind == JsonValueKind.Array && types.EnumerateArray().All(type => IsOneOf(type, s_layerTypes))))
        {
            yield return $"{File} says layer_types {Excerpt(types)}; all layers of a declared model are of one kind";
        }

        if (Find(LayerKey) is { ValueKind: not JsonValueKind.Object } layer)
        {
            yield return $"{File} says {LayerKey} {Excerpt(layer)}, which is no object";
        }

        if (Find("layer") is { } kind && !IsOneOf(kind, ["Mamba1", "Mamba2"]))
        {
            yield return $"{File} says layer {Excerpt(kind)}; Mamba1 and Mamba2 are known";
        }

        foreach (var (transformers, original) in s_synonyms)
        {
            if (Find(transformers) is { } one && Find(original) is { } other && one.GetRawText() != other.GetRawText())
            {
                yield return $"{File} says {transformers} {Excerpt(one)} and {original} {Excerpt(other)}";
            }
        }

        if (LayerObject is { } options && Find(_root, Expand) is { } outer && Find(options, Expand) is { } inner
            && PythonJson.Real(outer) != PythonJson.Real(inner))
        {
            yield return $"{File} says {Expand} {Excerpt(outer)} and, in {LayerKey}, {Excerpt(inner)}";
        }

        if (DeltaLimits is var (least, greatest) && !(least >= 0 && least <= greatest && double.IsFinite(least)))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{File} limits Δ to [{least}, {greatest}]; 0 ≤ least ≤ greatest is needed");
        }
    }

    private (double Least, double Greatest)? Limits(string key) => Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
            && PythonJson.Real(value[0]) is { } least && PythonJson.Real(value[1]) is { } greatest ? (least, greatest)
        : throw WrongType(key, value, "two numbers");

    private static JsonElement? Find(JsonElement place, string key) =>
        place.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool IsOneOf(JsonElement value, string[] names) =>
        value.ValueKind == JsonValueKind.String && names.Contains(value.GetString());

    private SafetensorsException WrongType(string key, JsonElement value, string expected) =>
        new($"{_path}: {File} says {key} {Excerpt(value)}, where {expected} belongs.");

    private static string Excerpt(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
