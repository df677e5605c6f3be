using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>The router of SeqBoat: decides for every position whether it is active, with a trained temperature.</summary>
internal sealed class ActiveRouter : nn.Module
{
    private readonly Parameter temp;

    /// <summary>Starts with the official temperature.</summary>
    /// <param name="features">D: number of features.</param>
    public ActiveRouter(long features)
        : base(nameof(ActiveRouter))
    {
        using var noGradient = no_grad();
        temp = ModuleTensor.Parameter(full([1], Scalars.Of(Math.Log(0.3 * Math.Sqrt(features))), ScalarType.Float32));
        RegisterComponents();
    }

    /// <summary>Decides.</summary>
    /// <param name="logits">Of the two options, inactive and active, <c>[batch, length, 2]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <returns>Which positions are active, bool <c>[batch, length]</c> (a tie is inactive, and so is padding), and the probability of that
    /// option where it is so, else 0.</returns>
    public (Tensor Active, Tensor Gate) Decide(Tensor logits, Tensor? lengths)
    {
        // Of two options, softmax is the sigmoid of the difference. In float64, because the temperature's gradient is a sum with much
        // cancellation.
        var options = logits.to(ScalarType.Float64).unbind(-1);
        var difference = options[1].sub(options[0]);
        var active = difference.gt(Scalars.Zero);
        if (lengths is not null)
        {
            active = active.logical_and(SequenceMask.Of(lengths, logits.shape[1]));
        }

        return (active, difference.div(temp.to(ScalarType.Float64).exp()).sigmoid().to(logits.dtype) * active.to(logits.dtype));
    }
}
