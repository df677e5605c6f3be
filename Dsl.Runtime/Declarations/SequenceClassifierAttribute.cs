using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Declares a classifier of token sequences: embedding, backbone, one vector of each sequence, one linear layer.
/// Maps tokens <c>[batch, length]</c> (int64 ids) to logits <c>[batch, classes]</c>.
/// </summary>
/// <param name="vocabulary">Rows of the embedding table: token ids are 0 … <paramref name="vocabulary"/> − 1.</param>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="maxLength">Longest sequence the model accepts, in tokens.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SequenceClassifierAttribute(int vocabulary, int classes, int maxLength) : Attribute
{
    /// <summary>For a variant: inherits every option of the other architecture's head that is not set here.</summary>
    public SequenceClassifierAttribute()
        : this(0, 0, 0)
    {
    }

    /// <summary>Rows of the embedding table.</summary>
    [Range(1, int.MaxValue)]
    public int Vocabulary { get; set; } = vocabulary;

    /// <summary>Number of classes.</summary>
    [Range(2, int.MaxValue)]
    public int Classes { get; set; } = classes;

    /// <summary>Longest sequence the model accepts, in tokens.</summary>
    [Range(1, int.MaxValue)]
    public int MaxLength { get; set; } = maxLength;

    /// <summary>How a sequence is reduced to one vector; <see cref="Pooling.None"/> is an error.</summary>
    [DefaultValue(Pooling.Mean)]
    public Pooling Pooling { get; set; }

    /// <summary>Whether no position may depend on a later one, so that the model can run as a stream.</summary>
    [DefaultValue(false)]
    public bool Causal { get; set; }

    /// <summary>Width of a linear layer between the sequence's vector and the answer. Unset: none.</summary>
    [Range(1, int.MaxValue)]
    public int HiddenFeatures { get; set; }

    /// <summary>The function after that layer.</summary>
    [DefaultValue(PointwiseFunction.Gelu)]
    public PointwiseFunction HiddenActivation { get; set; }
}
