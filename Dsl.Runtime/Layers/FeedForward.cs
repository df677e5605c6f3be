using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// The feed-forward part of a block, position by position: a linear layer to another width, a function, and a linear layer back.
/// </summary>
[LayerParameter("fc1.weight", "Width", "Features")]
[LayerParameter("fc1.bias", "Width")]
[LayerParameter("fc2.weight", "Features", "Width")]
[LayerParameter("fc2.bias", "Features")]
// The function counts five operations; its input and its result are kept.
[LayerCost(
    "Length * (4 * Features * Width + 6 * Width + Features)", StepFlops = "4 * Features * Width + 6 * Width + Features",
    KeptBytes = "8 * Length * Width")]
public sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly long _features;
    private readonly PointwiseFunction _activation;
    private readonly Dropout? dropout;

    /// <summary>Makes the layer with torch's default initialisation of linear layers.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <param name="width">Width between the two linear layers.</param>
    /// <param name="activation">The function between them.</param>
    /// <param name="dropout">Probability that a number after the function is dropped in training.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is not positive, or the probability is outside its range.</exception>
    public FeedForward(long features, long width, PointwiseFunction activation, double dropout)
        : base(nameof(FeedForward))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (dropout is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout probability is at least 0 and less than 1.");
        }

        (_features, _activation) = (features, activation);
        fc1 = nn.Linear(features, width);
        fc2 = nn.Linear(width, features);
        this.dropout = dropout > 0 ? nn.Dropout(dropout) : null;
        RegisterComponents();
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Features, <c>[batch, …, features]</c>.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Tensor forward(Tensor x)
    {
        SequenceShape.CheckFeatures(nameof(FeedForward), x, _features);
        using var scope = NewDisposeScope();
        var hidden = Pointwise.Apply(_activation, fc1.call(x));
        return fc2.call(dropout is { training: true } ? dropout.call(hidden) : hidden).MoveToOuterDisposeScope();
    }

    /// <summary>Applies the layer to one position of every sequence, and writes the result to memory of the caller.</summary>
    /// <param name="x">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to. Not the features.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor x, Tensor output)
    {
        using var noGradient = no_grad();
        using var result = forward(x);
        return StepOutput.Fill(nameof(FeedForward), output, result);
    }
}
