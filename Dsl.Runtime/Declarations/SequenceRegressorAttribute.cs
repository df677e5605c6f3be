using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Declares a map from sequences of vectors to vectors: a linear layer to the model's width in place of an embedding, backbone,
/// pooling, one linear layer. Maps <c>[batch, length, inputs]</c> to <c>[batch, outputs]</c>, or with <see cref="Pooling.None"/>
/// to <c>[batch, length, outputs]</c>.
/// </summary>
/// <param name="inputs">Width of the input vectors.</param>
/// <param name="outputs">Width of the output vectors.</param>
/// <param name="maxLength">Longest sequence the model accepts, in positions.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SequenceRegressorAttribute(int inputs, int outputs, int maxLength) : Attribute
{
    /// <summary>For a variant: inherits every option of the other architecture's head that is not set here.</summary>
    public SequenceRegressorAttribute()
        : this(0, 0, 0)
    {
    }

    /// <summary>Width of the input vectors.</summary>
    [Range(1, int.MaxValue)]
    public int Inputs { get; set; } = inputs;

    /// <summary>Width of the output vectors.</summary>
    [Range(1, int.MaxValue)]
    public int Outputs { get; set; } = outputs;

    /// <summary>Longest sequence the model accepts, in positions.</summary>
    [Range(1, int.MaxValue)]
    public int MaxLength { get; set; } = maxLength;

    /// <summary>How a sequence is reduced to one vector; <see cref="Pooling.None"/> answers at every position.</summary>
    [DefaultValue(Pooling.Mean)]
    public Pooling Pooling { get; set; }

    /// <summary>Whether no position may depend on a later one, so that the model can run as a stream.</summary>
    [DefaultValue(false)]
    public bool Causal { get; set; }
}
