using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Declares a classifier of pairs of token sequences, as for the Retrieval task of Long Range Arena: embedding and backbone
/// are the same for both sequences; of their vectors a and b the features [a, b, a − b, a·b] go through a linear layer to the
/// model's width, GELU, and a linear layer to the classes, unless the
/// options say otherwise. Maps two <c>[batch, length]</c> (int64 ids) to logits <c>[batch, classes]</c>.
/// </summary>
/// <param name="vocabulary">Rows of the embedding table: token ids are 0 … <paramref name="vocabulary"/> − 1.</param>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="maxLength">Longest sequence the model accepts, in tokens.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PairClassifierAttribute(int vocabulary, int classes, int maxLength) : Attribute
{
    /// <summary>For a variant: inherits every option of the other architecture's head that is not set here.</summary>
    public PairClassifierAttribute()
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

    /// <summary>Whether no position may depend on a later one.</summary>
    [DefaultValue(false)]
    public bool Causal { get; set; }

    /// <summary>Width of the linear layer between the comparison and the answer. Unset: the model's width. 0: no such layer.</summary>
    [Range(0, int.MaxValue)]
    public int HiddenFeatures { get; set; }

    /// <summary>The function after that layer. Unset: the exact GELU.</summary>
    public PointwiseFunction HiddenActivation { get; set; }

    /// <summary>The features by which the two are compared. Unset: all four.</summary>
    public PairComparison Comparison { get; set; }
}
