using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>The identity function, with a callback in the backward pass.</summary>
internal sealed class BackwardStamp : SingleResultFunction<BackwardStamp>
{
    private const string Told = nameof(Told);

    /// <summary>Returns a tensor with a callback on its gradient.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="passed">Called in the backward pass, when the gradient arrives.</param>
    /// <returns>The same values, owned by the caller.</returns>
    public static Tensor Apply(Tensor x, Action passed) => apply(x, passed);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        context[Told] = arguments[1];
        return ((Tensor)arguments[0]).alias();
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        ((Action)context[Told])();
        return [gradient, null!];
    }
}
