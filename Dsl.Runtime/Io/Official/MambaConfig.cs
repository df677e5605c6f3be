using System.Globalization;
using System.Text;
using System.Text.Json;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>The <c>config.json</c> of an official Mamba or Mamba-2 model, in the spelling of either code base.</summary>
internal sealed class MambaConfig
{
    private const double NormEpsilon = 1e-5;
    private readonly JsonElement _root;

    private MambaConfig(JsonElement root) => _root = root;

    /// <summary>Groups of Mamba-2; 1 if the file does not give them.</summary>
    public long Groups => Integer("ngroups", "n_groups") ?? 1;

    /// <summary>Whether Mamba-2 normalises before its gate; null if the file does not say.</summary>
    public bool? NormBeforeGate =>
        Layer is { } layer
            && layer.TryGetProperty("norm_before_gate", out var value)
            && value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : null;

    private JsonElement? Layer => _root.TryGetProperty("ssm_cfg", out var layer) && layer.ValueKind == JsonValueKind.Object ? layer : null;

    /// <summary>Reads the JSON text.</summary>
    /// <exception cref="SafetensorsException">The text is not a JSON object.</exception>
    public static MambaConfig Parse(string text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new MambaConfig(document.RootElement.Clone())
                : throw new SafetensorsException(
                    $"{path}: {OfficialCheckpoint.ConfigFileName} is JSON {document.RootElement.ValueKind}, not an object.");
        }
        catch (JsonException e)
        {
            throw new SafetensorsException($"{path}: {OfficialCheckpoint.ConfigFileName} is not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>The contradictions between the file and the tensors or the model that no shape shows.</summary>
    public IEnumerable<string> Contradictions(SafetensorsFile file, nn.Module module)
    {
        string[] tables = ["backbone.embedding.weight", "backbone.embeddings.weight"];
        if (Integer("vocab_size", null) is { } vocabulary and > 0 && tables.FirstOrDefault(file.Entries.ContainsKey) is { } table
            && file.Entries[table].Shape is [var rows, ..])
        {
            long multiple = Math.Max(1, Integer("pad_vocab_size_multiple", null) ?? 1),
                padded = (vocabulary + multiple - 1) / multiple * multiple;
            if (rows != padded)
            {
                yield return $"{table} has {rows} rows, but {OfficialCheckpoint.ConfigFileName} says vocab_size "
                    + $"{vocabulary}{(multiple > 1 ? $" padded to a multiple of {multiple}, {padded}" : "")}";
            }
        }

        if (Real("layer_norm_epsilon") is { } epsilon && epsilon != NormEpsilon)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{OfficialCheckpoint.ConfigFileName} says layer_norm_epsilon {epsilon}; the norms here have {NormEpsilon}");
        }

        if (NormBeforeGate is { } first && module.modules().OfType<Mamba2>().Any(layer => layer.NormBeforeGate != first))
        {
            yield return $"{OfficialCheckpoint.ConfigFileName} says norm_before_gate {(first ? "true" : "false")}: declare NormBeforeGate "
                + $"= {(first ? "true" : "false")}";
        }
    }

    /// <summary>The options of a generated model, in the spelling of a code base; null if that code base has no such model.</summary>
    public static string? Write(nn.Module module, Dictionary<string, Tensor> state, OfficialNaming naming)
    {
        var first = module.modules().OfType<Mamba>().FirstOrDefault();
        var second = module.modules().OfType<Mamba2>().FirstOrDefault();
        if (naming == OfficialNaming.S4 || (first is null && second is null))
        {
            return null;
        }

        var embedding = state["embedding.weight"];
        var depth = state.Keys.Where(
            name => name.StartsWith("blocks.", StringComparison.Ordinal)).Select(name => name.Split('.')[1]).Distinct().Count();
        bool isTied = !state.ContainsKey("head.weight"), isRms = !state.ContainsKey("blocks.0.norm.bias");
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            if (naming == OfficialNaming.Original)
            {
                var rows = embedding.shape[0];
                json.WriteNumber("d_model", embedding.shape[1]);
                json.WriteNumber("d_intermediate", 0);
                json.WriteNumber("n_layer", depth);
                json.WriteNumber("vocab_size", rows);
                json.WriteStartObject("ssm_cfg");
                first?.WriteOriginalConfig(json);
                second?.WriteOriginalConfig(json);
                json.WriteEndObject();
                json.WriteStartArray("attn_layer_idx");
                json.WriteEndArray();
                json.WriteStartObject("attn_cfg");
                json.WriteEndObject();
                json.WriteBoolean("rms_norm", isRms);
                json.WriteBoolean("residual_in_fp32", true);
                json.WriteBoolean("fused_add_norm", false);
                json.WriteNumber("pad_vocab_size_multiple", rows % 8 == 0 ? 8 : 1);
                json.WriteBoolean("tie_embeddings", isTied);
            }
            else
            {
                json.WriteString("model_type", first is null ? "mamba2" : "mamba");
                json.WriteNumber("hidden_size", embedding.shape[1]);
                json.WriteNumber("num_hidden_layers", depth);
                json.WriteNumber("vocab_size", embedding.shape[0]);
                first?.WriteHuggingFaceConfig(json);
                second?.WriteHuggingFaceConfig(json);
                json.WriteNumber("layer_norm_epsilon", NormEpsilon);
                json.WriteString("hidden_act", "silu");
                json.WriteBoolean("residual_in_fp32", true);
                json.WriteBoolean("tie_word_embeddings", isTied);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private long? Integer(string original, string? converted)
    {
        foreach (var place in new[] { Layer, _root }.OfType<JsonElement>())
        {
            foreach (var name in new[] { original, converted }.OfType<string>())
            {
                if (place.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                    && value.TryGetInt64(out var number)
                    && number is > 0 and < int.MaxValue)
                {
                    return number;
                }
            }
        }

        return null;
    }

    private double? Real(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number
            : null;
}
