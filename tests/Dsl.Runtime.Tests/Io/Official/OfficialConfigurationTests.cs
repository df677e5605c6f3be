using SerpentDsl.Io;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>What a checkpoint's <c>config.json</c> says and its tensors do not show.</summary>
public sealed class OfficialConfigurationTests
{
    // A model with two groups of four states.
    public static TheoryData<string, string?> Configurations => new()
    {
        { """{"vocab_size":15,"pad_vocab_size_multiple":8,"ssm_cfg":{"ngroups":2}}""", null },
        { """{"vocab_size":16,"ssm_cfg":{"ngroups":2,"d_state":4,"headdim":4,"layer":"Mamba2","dt_limit":[0.0,Infinity]}}""", null },
        { """{"expand":2.0,"ssm_cfg":{"ngroups":2,"expand":2,"d_ssm":null},"tie_embeddings":true,"attn_layer_idx":[]}""", null },
        {
            """{"vocab_size":17,"pad_vocab_size_multiple":8,"ssm_cfg":{"ngroups":2}}""",
            "has 16 rows, but config.json says vocab_size 17 padded to a multiple of 8, 24"
        },
        { """{"vocab_size":15,"ssm_cfg":{"ngroups":2}}""", "vocab_size 15" },
        { """{"vocab_size":16}""", "does not say ngroups, which stands for 1: declare Groups = 1, StateSize = 8" },
        { """{"ssm_cfg":{"ngroups":4,"d_state":2}}""", "config.json says ngroups 4: declare Groups = 4, StateSize = 2" },
        { """{"layer_norm_epsilon":1e-6}""", "layer_norm_epsilon 1E-06" },
        { """{"ssm_cfg":{"ngroups":2,"norm_before_gate":true}}""", "declare NormBeforeGate = true" },
        {
            """{"ssm_cfg":{"ngroups":2,"dt_limit":[0.001,0.5]}}""",
            "dt_limit [0.001, 0.5]: declare LeastDelta = 0.001, GreatestDelta = 0.5"
        },
        { """{"ssm_cfg":{"ngroups":2,"dt_limit":[0.5,0.1]}}""", "limits Δ to [0.5, 0.1]" },
        { """{"ssm_cfg":{"ngroups":2,"dt_limit":[NaN,1.0]}}""", "limits Δ to [NaN, 1]" },
        { """{"ssm_cfg":{"ngroups":2,"dt_limit":0.1}}""", "dt_limit 0.1, where two numbers belongs" },
        { """{"ssm_cfg":{"ngroups":2,"expand":3},"expand":2}""", "says expand 2 and, in ssm_cfg, 3" },
        { """{"ssm_cfg":{"ngroups":2,"expand":3}}""", "says expand 3: declare Expand = 3" },
        { """{"ssm_cfg":{"ngroups":"two"}}""", "ngroups two, where an integer belongs" },
        { """{"ssm_cfg":{"ngroups":2,"bias":1}}""", "bias 1, where true or false belongs" },
        { """{"ssm_cfg":{"ngroups":2,"bias":true}}""", "says bias true: declare Bias = true" },
        { """{"ssm_cfg":{"ngroups":2,"rmsnorm":false}}""", "says rmsnorm false: declare GatedNorm = false" },
        { """{"ssm_cfg":{"ngroups":2,"D_has_hdim":true}}""", "declare SkipPerChannel = true" },
        { """{"ssm_cfg":{"ngroups":2,"headdim":8}}""", "declare HeadSize = 8" },
        { """{"ssm_cfg":{"ngroups":2,"gamma":1}}""", "ssm_cfg, has the key 'gamma', which is not known here" },
        { """{"ssm_cfg":{"ngroups":2,"layer":"Mamba1"}}""", "declare [MambaBranch]" },
        { """{"ssm_cfg":{"ngroups":2,"layer":"Mamba3"}}""", "Mamba1 and Mamba2 are known" },
        { """{"ssm_cfg":[]}""", "which is no object" },
        { """{"ssm_cfg":{"ngroups":2,"dt_rank":1}}""", "has the key 'dt_rank', which only Mamba has" },
        { """{"ssm_cfg":{"ngroups":2},"n_groups":1}""", "says n_groups 1 and ngroups 2" },
        { """{"ssm_cfg":{"ngroups":2},"rms_norm":false}""", "declare Norm = Norm.Layer" },
        { """{"ssm_cfg":{"ngroups":2},"tie_embeddings":false}""", null },
        { """{"ssm_cfg":{"ngroups":2},"d_intermediate":64}""", "d_intermediate 64" },
        { """{"ssm_cfg":{"ngroups":2},"attn_layer_idx":[1]}""", "attn_layer_idx [1]" },
        { """{"ssm_cfg":{"ngroups":2},"d_model":16}""", "says d_model 16: declare features: 16" },
        { """{"ssm_cfg":{"ngroups":2},"n_layer":3}""", "declare depth: 3" },
        { """{"ssm_cfg":{"ngroups":2},"ssm_cfg":{"ngroups":2}}""", "gives the key 'ssm_cfg' twice" },
        { """{"model_type":"falcon_mamba","mixer_rms_eps":1e-6}""", "says model_type falcon_mamba, which is another model" },
        { """{"model_type":2}""", "says model_type 2" },
        { """{"model_type":"mamba2","architectures":["JambaForCausalLM"]}""", "says architectures" },
        { """{"model_type":"mamba2","hidden_act":"gelu"}""", "says hidden_act gelu" },
        { """{"model_type":"mamba2","quantization_config":{}}""", "has the key 'quantization_config'" },
        { """{"model_type":"mamba2","layer_types":["mamba","attention"]}""", "says layer_types" },
        { """{"model_type":"mamba2","is_encoder_decoder":true}""", "is_encoder_decoder true" },
        { """{"model_type":"mamba","n_groups":2}""", "says that the layers are Mamba: declare [MambaBranch]" },
        { """{"model_type":"mamba2","n_groups":2}""", "one norm over all groups, where the original code has one for each" },
        { """{"model_type":"mamba2"}""", "does not say n_groups, which stands for 8" },
        { """[]""", "config.json is JSON Array" },
        { """{""", "config.json is not valid JSON" },
        { "{\n\"a\": 1,\n\"b\" 2}", "config.json is not valid JSON, line 3: " },
        {
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1234\n",
            "a Git LFS pointer, which stands for the file itself of 1,234 bytes"
        },
    };

    [Theory]
    [MemberData(nameof(Configurations))]
    public void What_only_the_configuration_tells_is_checked(string config, string? complaint)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyMamba(second: true);
        OfficialCheckpoint.Write(model, folder.Path, OfficialCheckpoint.LayoutOf(model, "original") with { Config = config });
        if (complaint is null)
        {
            OfficialCheckpoint.Read(folder.Path).CopyTo(model);
        }
        else
        {
            var refused = Assert.Throws<SafetensorsException>(() => OfficialCheckpoint.Read(folder.Path).CopyTo(model));
            Assert.Contains(complaint, refused.Message);
        }
    }
}
