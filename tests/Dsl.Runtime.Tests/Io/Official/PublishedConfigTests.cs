using System.Text;
using System.Text.RegularExpressions;
using SerpentDsl.Io;
using SerpentDsl.Testing;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>The configurations of published models are accepted, key by key; what each says is in the guide.</summary>
public sealed partial class PublishedConfigTests
{
    public static TheoryData<string, string> Published => new()
    {
        {
            "state-spaces/mamba-130m",
            """
            {"d_model": 768, "n_layer": 24, "vocab_size": 50277, "ssm_cfg": {}, "rms_norm": true, "residual_in_fp32": true,
             "fused_add_norm": true, "pad_vocab_size_multiple": 8}
            """
        },
        {
            "state-spaces/mamba2-2.7b",
            """
            {"d_model": 2560, "d_intermediate": 0, "n_layer": 64, "vocab_size": 50277, "ssm_cfg": {"layer": "Mamba2"},
             "attn_layer_idx": [], "attn_cfg": {}, "rms_norm": true, "residual_in_fp32": true, "fused_add_norm": true,
             "pad_vocab_size_multiple": 16, "tie_embeddings": true}
            """
        },
        {
            "state-spaces/mamba-130m-hf",
            """
            {"architectures": ["MambaForCausalLM"], "bos_token_id": 0, "conv_kernel": 4, "d_inner": 1536, "d_model": 768, "eos_token_id": 0,
             "expand": 2, "fused_add_norm": true, "hidden_act": "silu", "hidden_size": 768, "initializer_range": 0.1,
             "intermediate_size": 1536, "layer_norm_epsilon": 1e-05, "model_type": "mamba", "n_layer": 24, "num_hidden_layers": 24,
             "pad_token_id": 0, "pad_vocab_size_multiple": 8, "rescale_prenorm_residual": false, "residual_in_fp32": true,
             "rms_norm": true, "ssm_cfg": {}, "state_size": 16, "time_step_floor": 0.0001, "time_step_init_scheme": "random",
             "time_step_max": 0.1, "time_step_min": 0.001, "time_step_rank": 48, "time_step_scale": 1.0, "torch_dtype": "float32",
             "transformers_version": "4.39.0.dev0", "use_bias": false, "use_cache": true, "use_conv_bias": true, "use_mambapy": false,
             "vocab_size": 50280}
            """
        },
        {
            "mistralai/Mamba-Codestral-7B-v0.1",
            """
            {"_name_or_path": "/raid/codestral-hf-good/", "architectures": ["Mamba2ForCausalLM"], "bos_token_id": 0, "chunk_size": 256,
             "conv_kernel": 4, "eos_token_id": 0, "expand": 2, "head_dim": 64, "hidden_act": "silu", "hidden_size": 4096,
             "initializer_range": 0.1, "intermediate_size": 8192, "layer_norm_epsilon": 1e-05, "model_type": "mamba2", "n_groups": 8,
             "norm_before_gate": true, "num_heads": 128, "num_hidden_layers": 64, "pad_token_id": 0, "rescale_prenorm_residual": false,
             "residual_in_fp32": true, "rms_norm": true, "state_size": 128, "tie_word_embeddings": false, "time_step_floor": 0.0001,
             "time_step_init_scheme": "random", "time_step_limit": [0.0, Infinity], "time_step_max": 0.1, "time_step_min": 0.001,
             "time_step_rank": 256, "time_step_scale": 1.0, "torch_dtype": "bfloat16", "transformers_version": "4.44.0.dev0",
             "use_bias": false, "use_cache": true, "use_conv_bias": true, "vocab_size": 32768}
            """
        },
        {
            "a Mamba-2 of transformers 5",
            """
            {"architectures": ["Mamba2ForCausalLM"], "model_type": "mamba2", "dtype": "float16", "hidden_size": 64, "head_dim": 16,
             "num_heads": 8, "n_groups": 1, "state_size": 16, "num_hidden_layers": 2, "layer_types": ["linear_attention", "mamba"],
             "time_step_limit": [0.1, {"__float__": "Infinity"}], "use_associative_scan": true, "output_hidden_states": false,
             "return_dict": true, "chunk_size_feed_forward": 0, "is_encoder_decoder": false, "id2label": {"0": "LABEL_0"},
             "label2id": {"LABEL_0": 0}, "problem_type": null, "vocab_size": 32, "transformers_version": "5.0.0"}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void A_published_configuration_is_accepted(string name, string json)
    {
        var config = MambaConfig.Parse(Encoding.UTF8.GetBytes(json), name);
        Assert.Equal(name.Contains('2') || name.Contains("Codestral"), config.IsSecond == true);
        Assert.Equal(!name.StartsWith("state-spaces") || name.EndsWith("-hf"), config.IsTransformers);
        Assert.Equal(name.Contains("Codestral") ? 8 : 1, config.IsSecond == true ? config.Groups : 1);
        Assert.Equal(double.PositiveInfinity, config.DeltaLimits.Greatest);
        Assert.False(config.NormBeforeGate);
    }

    [Fact]
    public void Every_key_that_is_compared_stands_in_the_guide_and_every_other_has_a_reason()
    {
        var guide = File.ReadAllText(RepositoryRoot.Combine("docs", "guide", "checkpoints.md"));
        HashSet<string> named = [.. Code().Matches(guide).SelectMany(code => code.Groups[1].Value.Split('.'))];
        foreach (var (key, reason) in MambaConfigKeys.Root.All.Concat(MambaConfigKeys.Layer.All))
        {
            Assert.True(reason is { Length: > 10 } || named.Contains(key), $"{key} is compared, and the guide does not say with what");
        }
    }

    [GeneratedRegex("`([A-Za-z_.0-9]+)`")]
    private static partial Regex Code();
}
