using System.Text.Json;

namespace SerpentDsl.Ssm;

// The layer in the config.json of an official checkpoint.
public sealed partial class Mamba
{
    /// <summary>Writes the arguments of the official constructor.</summary>
    internal void WriteOriginalConfig(Utf8JsonWriter json)
    {
        json.WriteNumber("d_state", _stateSize);
        json.WriteNumber("d_conv", _convWidth);
        json.WriteNumber("expand", _inner / _features);
        json.WriteNumber("dt_rank", _rank);
        json.WriteBoolean("conv_bias", conv1d.HasBias);
        json.WriteBoolean("bias", in_proj.bias is not null);
    }

    /// <summary>Writes the same in the spelling of the transformers library.</summary>
    internal void WriteHuggingFaceConfig(Utf8JsonWriter json)
    {
        json.WriteNumber("state_size", _stateSize);
        json.WriteNumber("conv_kernel", _convWidth);
        json.WriteNumber("expand", _inner / _features);
        json.WriteNumber("intermediate_size", _inner);
        json.WriteNumber("time_step_rank", _rank);
        json.WriteBoolean("use_conv_bias", conv1d.HasBias);
        json.WriteBoolean("use_bias", in_proj.bias is not null);
    }
}
