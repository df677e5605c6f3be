using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Dropout tied over time: in training a feature of a sequence is dropped at all positions or at none, and the rest is scaled by
/// 1 / (1 − p), as in the official S4 and S5 code. In evaluation it does nothing.
/// </summary>
public sealed class SequenceDropout : nn.Module<Tensor, Tensor>
{
    private readonly double _probability;

    /// <summary>Makes the layer.</summary>
    /// <param name="probability">p, 0 ≤ p &lt; 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside its range.</exception>
    public SequenceDropout(double probability)
        : base(nameof(SequenceDropout))
    {
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability is at least 0 and less than 1.");
        }

        _probability = probability;
        RegisterComponents();
    }

    /// <summary>Drops features.</summary>
    /// <param name="x">Features, <c>[batch, length, features]</c>.</param>
    /// <returns>The same shape, owned by the caller; in evaluation it shares the memory of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Tensor forward(Tensor x)
    {
        if (x.dim() != 3)
        {
            throw new ArgumentException(
                $"{nameof(SequenceDropout)} reads [batch, length, features], not {SequenceShape.Text(x)}.", nameof(x));
        }

        if (!training || _probability == 0)
        {
            return x.alias();
        }

        using var scope = NewDisposeScope();
        var mask = nn.functional.dropout(ones([x.shape[0], 1, x.shape[2]], x.dtype, x.device), _probability);
        return x.mul(mask).MoveToOuterDisposeScope();
    }
}
