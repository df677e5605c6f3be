using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Benchmarks.Layers;

/// <summary>The identity, which tells when the gradient comes by.</summary>
internal sealed class BackwardStamp : autograd.SingleTensorFunction<BackwardStamp>
{
    private const string Told = nameof(Told);

    public override string Name => nameof(BackwardStamp);

    /// <summary>Watches a tensor.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="passed">Told in the backward pass.</param>
    /// <returns>The same values, owned by the caller.</returns>
    public static Tensor Apply(Tensor x, Action passed) => apply(x, passed);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Told, vars[1]);
        return ((Tensor)vars[0]).alias();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ((Action)ctx.get_data(Told))();
        return [grad_output.alias(), null!];
    }
}
