using static TorchSharp.torch;

namespace SerpentDsl.Kernels.ShortConvolutions;

/// <summary><see cref="FusedCausalConvolution"/> with its gradients. Kept are its operands only.</summary>
internal sealed class FusedCausalConvolutionFunction : SingleFunction<FusedCausalConvolutionFunction>
{
    private const string HasBias = "hasBias", HasState = "hasState";

    /// <inheritdoc/>
    public override string Name => nameof(FusedCausalConvolutionFunction);

    /// <summary>As <see cref="CausalConvolution.Activated"/>, on checked operands.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Tensor? state) => apply(x, weight, bias!, state!);

    /// <inheritdoc/>
    protected override Tensor Evaluate(autograd.AutogradContext ctx, object[] vars)
    {
        var (x, weight, bias, state) = ((Tensor)vars[0], (Tensor)vars[1], vars[2] as Tensor, vars[3] as Tensor);
        ctx.Keep([.. vars.OfType<Tensor>()]);
        ctx.save_data(HasBias, bias is not null);
        ctx.save_data(HasState, state is not null);
        return FusedCausalConvolution.Forward(x, weight, bias, state);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var hasBias = (bool)ctx.get_data(HasBias);
        var state = (bool)ctx.get_data(HasState) ? saved[^1] : null;
        var (forX, forWeight, forBias, forState) = FusedCausalConvolution.Backward(saved[0], saved[1], hasBias ? saved[2] : null, state, grad_output);
        List<Tensor?> results = [forX, forWeight, forBias, forState];
        return [.. results.Select(result => result?.MoveToOuterDisposeScope()!)];
    }
}
