using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Declares a language model: embedding, backbone, a projection to the vocabulary without bias. Strictly causal: no position depends on a
/// later one. Maps tokens <c>[batch, length]</c> (int64 ids) to logits <c>[batch, length, vocabulary]</c> of the tokens that follow.
/// </summary>
/// <param name="vocabulary">Number of tokens: ids are 0 … <paramref name="vocabulary"/> − 1.</param>
/// <param name="contextLength">Longest sequence the model accepts, in tokens.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LanguageModelAttribute(int vocabulary, int contextLength) : Attribute
{
    /// <summary>For a variant: inherits every option of the other architecture's head that is not set here.</summary>
    public LanguageModelAttribute()
        : this(0, 0)
    {
    }

    /// <summary>Number of tokens.</summary>
    [Range(1, int.MaxValue)]
    public int Vocabulary { get; set; } = vocabulary;

    /// <summary>Longest sequence the model accepts, in tokens.</summary>
    [Range(1, int.MaxValue)]
    public int ContextLength { get; set; } = contextLength;

    /// <summary>
    /// Whether the embedding table is also the projection to the vocabulary. It then starts with a deviation of 0.02, as in GPT-2 and
    /// Mamba, so that the first logits are small.
    /// </summary>
    [DefaultValue(false)]
    public bool TiedEmbeddings { get; set; }
}
