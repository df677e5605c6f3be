using System.Globalization;
using System.Text.Json;

namespace SerpentDsl.Ssm;

// The layer in the config.json of an official checkpoint.
public sealed partial class Mamba2
{
    /// <summary>Whether the gated norm comes before the gate.</summary>
    internal bool NormBeforeGate => norm?.NormFirst ?? false;

    /// <summary>Writes the arguments of the official constructor.</summary>
    internal void WriteOriginalConfig(Utf8JsonWriter json)
    {
        json.WriteString("layer", "Mamba2");
        json.WriteNumber("d_state", _stateSize);
        json.WriteNumber("d_conv", _convWidth);
        json.WriteNumber("expand", _inner / _features);
        json.WriteNumber("headdim", _headSize);
        json.WriteNumber("ngroups", _groups);
        if (_scanned != _inner)
        {
            json.WriteNumber("d_ssm", _scanned);
        }

        json.WriteBoolean("D_has_hdim", D.shape[0] != _heads);
        json.WriteBoolean("rmsnorm", norm is not null);
        json.WriteBoolean("norm_before_gate", NormBeforeGate);
        json.WriteBoolean("conv_bias", conv1d.HasBias);
        json.WriteBoolean("bias", in_proj.bias is not null);
        WriteLimits(json, "dt_limit");
    }

    /// <summary>Writes the same in the spelling of the transformers library.</summary>
    internal void WriteHuggingFaceConfig(Utf8JsonWriter json)
    {
        json.WriteNumber("state_size", _stateSize);
        json.WriteNumber("conv_kernel", _convWidth);
        json.WriteNumber("expand", _inner / _features);
        json.WriteNumber("head_dim", _headSize);
        json.WriteNumber("num_heads", _heads);
        json.WriteNumber("n_groups", _groups);
        json.WriteBoolean("rms_norm", norm is not null);
        json.WriteBoolean("use_conv_bias", conv1d.HasBias);
        json.WriteBoolean("use_bias", in_proj.bias is not null);
        WriteLimits(json, "time_step_limit");
    }

    // Python's JSON has infinity.
    private void WriteLimits(Utf8JsonWriter json, string name)
    {
        if (_deltaLimits is not (0, double.PositiveInfinity))
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(_deltaLimits.Least);
            json.WriteRawValue(
                double.IsFinite(_deltaLimits.Greatest) ? _deltaLimits.Greatest.ToString("R", CultureInfo.InvariantCulture) : "Infinity",
                skipInputValidation: true);
            json.WriteEndArray();
        }
    }
}
