using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary><see cref="FusedCausalConvolution"/> with its gradients. The function keeps only its operands.</summary>
internal sealed class FusedCausalConvolutionFunction : SingleResultFunction<FusedCausalConvolutionFunction>
{
    private const string HasBias = "hasBias", HasState = "hasState";

    /// <summary>As <see cref="CausalConvolution.Activated"/>, on checked operands.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Tensor? state) => apply(x, weight, bias!, state!);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (x, weight, bias, state) = ((Tensor)arguments[0], (Tensor)arguments[1], arguments[2] as Tensor, arguments[3] as Tensor);
        context.Save([.. arguments.OfType<Tensor>()]);
        context[HasBias] = bias is not null;
        context[HasState] = state is not null;
        return FusedCausalConvolution.Forward(x, weight, bias, state);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var hasBias = (bool)context[HasBias];
        var state = (bool)context[HasState] ? saved[^1] : null;
        var (forX, forWeight, forBias, forState) = FusedCausalConvolution.Backward(
            saved[0], saved[1], hasBias ? saved[2] : null, state, gradient);
        List<Tensor?> results = [forX, forWeight, forBias, forState];
        return [.. results.Select(result => result!)];
    }
}
