using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>Writes a model's options as a <c>config.json</c> of either code base, in JSON that every reader accepts.</summary>
internal static class MambaConfigWriter
{
    /// <summary>
    /// Infinity. JSON has no word for it; a number beyond all others is one to every reader, and Python reads it as infinity.
    /// </summary>
    private const string Infinity = "1e999";

    /// <summary>The text of the file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isTransformers">Whether the transformers library is to read it; else the original code.</param>
    public static string Write(MambaModel model, bool isTransformers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            if (isTransformers)
            {
                WriteTransformers(json, model);
            }
            else
            {
                WriteOriginal(json, model);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteOriginal(Utf8JsonWriter json, MambaModel model)
    {
        var layer = model.Layer;
        json.WriteNumber("d_model", layer.Features);
        json.WriteNumber("d_intermediate", 0);
        json.WriteNumber("n_layer", model.Depth);
        json.WriteNumber("vocab_size", model.Vocabulary);
        json.WriteStartObject("ssm_cfg");
        if (layer.IsSecond)
        {
            json.WriteString("layer", "Mamba2");
        }

        json.WriteNumber("d_state", layer.StateSize);
        json.WriteNumber("d_conv", layer.ConvWidth);
        json.WriteNumber("expand", layer.Inner / layer.Features);
        if (layer.IsSecond)
        {
            json.WriteNumber("headdim", layer.HeadSize);
            json.WriteNumber("ngroups", layer.Groups);
            if (layer.Scanned != layer.Inner)
            {
                json.WriteNumber("d_ssm", layer.Scanned);
            }

            json.WriteBoolean("D_has_hdim", layer.SkipPerChannel);
            json.WriteBoolean("rmsnorm", layer.GatedNorm);
            json.WriteBoolean("norm_before_gate", layer.NormBeforeGate);
        }
        else
        {
            json.WriteNumber("dt_rank", layer.Rank);
        }

        json.WriteBoolean("conv_bias", layer.ConvBias);
        json.WriteBoolean("bias", layer.Bias);
        WriteLimits(json, "dt_limit", layer.DeltaLimits);
        json.WriteEndObject();
        json.WriteStartArray("attn_layer_idx");
        json.WriteEndArray();
        json.WriteStartObject("attn_cfg");
        json.WriteEndObject();
        json.WriteBoolean("rms_norm", model.IsRms);
        json.WriteBoolean("residual_in_fp32", true);
        json.WriteBoolean("fused_add_norm", false);
        json.WriteNumber("pad_vocab_size_multiple", model.Vocabulary % 8 == 0 ? 8 : 1);
        json.WriteBoolean("tie_embeddings", model.IsTied);
    }

    private static void WriteTransformers(Utf8JsonWriter json, MambaModel model)
    {
        var layer = model.Layer;
        json.WriteString("model_type", layer.IsSecond ? "mamba2" : "mamba");
        json.WriteStartArray("architectures");
        json.WriteStringValue(layer.IsSecond ? "Mamba2ForCausalLM" : "MambaForCausalLM");
        json.WriteEndArray();
        json.WriteNumber("hidden_size", layer.Features);
        json.WriteNumber("num_hidden_layers", model.Depth);
        json.WriteNumber("vocab_size", model.Vocabulary);
        json.WriteNumber("state_size", layer.StateSize);
        json.WriteNumber("conv_kernel", layer.ConvWidth);
        json.WriteNumber("expand", layer.Inner / layer.Features);
        if (layer.IsSecond)
        {
            json.WriteNumber("head_dim", layer.HeadSize);
            json.WriteNumber("num_heads", layer.Scanned / layer.HeadSize);
            json.WriteNumber("n_groups", layer.Groups);
            json.WriteBoolean("rms_norm", true);
        }
        else
        {
            json.WriteNumber("intermediate_size", layer.Inner);
            json.WriteNumber("time_step_rank", layer.Rank);
        }

        json.WriteBoolean("use_conv_bias", layer.ConvBias);
        json.WriteBoolean("use_bias", layer.Bias);
        WriteLimits(json, "time_step_limit", layer.DeltaLimits);
        json.WriteNumber("layer_norm_epsilon", MambaConfig.NormEpsilon);
        json.WriteString("hidden_act", "silu");
        json.WriteBoolean("residual_in_fp32", true);
        json.WriteBoolean("tie_word_embeddings", model.IsTied);
    }

    private static void WriteLimits(Utf8JsonWriter json, string name, (double Least, double Greatest) limits)
    {
        if (limits == MambaOptions.NoLimits)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var limit in new[] { limits.Least, limits.Greatest })
        {
            json.WriteRawValue(double.IsFinite(limit) ? limit.ToString("R", CultureInfo.InvariantCulture) : Infinity);
        }

        json.WriteEndArray();
    }
}
