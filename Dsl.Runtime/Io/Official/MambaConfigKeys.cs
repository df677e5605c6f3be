namespace SerpentDsl.Io;

/// <summary>The keys of an official model's <c>config.json</c>, of either code base, and of its inner object <c>ssm_cfg</c>.</summary>
internal static class MambaConfigKeys
{
    private const string Initial = "it is about values before training";
    private const string Speed = "it is about speed, not about results";
    private const string Rounding = "it is about rounding in half precision";
    private const string Origin = "it says where the file comes from";
    private const string Generation = "it is about how text is generated, not about the model";
    private const string Training = "it is about training, or about what a program returns";
    private const string Positions = "a recurrent model has no greatest length";
    private const string Unread = "its code base does not read it";

    /// <summary>The keys of the file itself: transformers' spelling, and the original's.</summary>
    public static KnownKeys Root { get; } = new KnownKeys()
        .Understood("model_type", "architectures", "is_encoder_decoder", "layer_types")
        .Understood("hidden_size", "num_hidden_layers", "state_size", "conv_kernel", "expand", "intermediate_size", "time_step_rank")
        .Understood("head_dim", "num_heads", "n_groups", "use_conv_bias", "use_bias", "time_step_limit")
        .Understood("layer_norm_epsilon", "hidden_act", "rms_norm", "vocab_size", "tie_word_embeddings")
        .Understood("d_model", "n_layer", "d_inner", "d_intermediate", "attn_layer_idx", "ssm_cfg", "norm_epsilon")
        .Understood("pad_vocab_size_multiple", "tie_embeddings")
        .Harmless("it describes attention, which attn_layer_idx must not ask for", "attn_cfg")
        .Harmless("transformers always gates first, and never reads it", "norm_before_gate")
        .Harmless(Rounding, "residual_in_fp32", "torch_dtype", "dtype", "use_bfloat16")
        .Harmless(
            Initial,
            "initializer_range", "initializer_cfg", "rescale_prenorm_residual", "time_step_min", "time_step_max", "time_step_floor",
            "time_step_init_scheme", "time_step_scale", "A_initializer_range", "conv_initializer_range", "emb_initializer_range")
        .Harmless(Speed, "fused_add_norm", "use_mambapy", "use_associative_scan", "chunk_size", "chunk_size_feed_forward", "use_cache")
        .Harmless(
            Origin,
            "transformers_version", "_name_or_path", "name_or_path", "_commit_hash", "mamba_ssm_version", "unsloth_version", "license")
        .Harmless(Positions, "max_position_embeddings", "max_seq_len", "seq_length", "n_positions", "model_max_length")
        .Harmless(
            Generation,
            "bos_token_id", "eos_token_id", "pad_token_id", "sep_token_id", "unk_token_id", "decoder_start_token_id",
            "forced_bos_token_id", "forced_eos_token_id", "suppress_tokens", "begin_suppress_tokens", "bad_words_ids", "do_sample",
            "early_stopping", "num_beams", "num_beam_groups", "diversity_penalty", "length_penalty", "repetition_penalty",
            "encoder_no_repeat_ngram_size", "no_repeat_ngram_size", "exponential_decay_length_penalty", "max_length", "min_length",
            "num_return_sequences", "remove_invalid_values", "return_dict_in_generate", "temperature", "top_k", "top_p", "typical_p",
            "output_scores", "prefix", "tokenizer_class", "num_logits_to_keep")
        .Harmless(
            Training,
            "output_attentions", "output_hidden_states", "return_dict", "torchscript", "tf_legacy_loss", "gradient_checkpointing",
            "finetuning_task", "task_specific_params", "problem_type", "id2label", "label2id", "num_labels", "is_decoder")
        .Harmless(Unread, "cross_attention_hidden_size", "pruned_heads", "tie_encoder_decoder", "_attn_implementation_autoset");

    /// <summary>The arguments of the original layers.</summary>
    public static KnownKeys Layer { get; } = new KnownKeys()
        .Understood("layer", "d_state", "d_conv", "expand", "dt_rank", "headdim", "d_ssm", "ngroups", "D_has_hdim", "rmsnorm")
        .Understood("norm_before_gate", "dt_limit", "bias", "conv_bias")
        .Harmless(Initial, "conv_init", "A_init_range", "dt_min", "dt_max", "dt_init", "dt_scale", "dt_init_floor")
        .Harmless(Speed, "chunk_size", "use_mem_eff_path", "use_fast_path", "layer_idx", "process_group", "sequence_parallel", "device")
        .Harmless(Rounding, "dtype");
}
