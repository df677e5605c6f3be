using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings;

/// <summary>A differentiable function with its arguments.</summary>
/// <param name="Inputs">Arguments of the function; the backward pass computes a gradient for each.</param>
/// <param name="Call">The function.</param>
/// <param name="Module">The module whose parameters also get gradients; null: none.</param>
/// <param name="Weighted">Whether the loss is Σ y·w with random w, as for layers in the Python script; else Σ y.</param>
internal sealed record Operation(Tensor[] Inputs, Func<Tensor[], Tensor> Call, nn.Module? Module = null, bool Weighted = true)
{
    /// <summary>The forward pass, without recording a graph.</summary>
    public Action Forward() => () =>
    {
        using var noGradient = no_grad();
        Call(Inputs);
    };

    /// <summary>The forward pass with a graph, and the backward pass to inputs and parameters.</summary>
    public Action ForwardAndBackward()
    {
        Tensor? weights = null;
        if (Weighted)
        {
            using var noGradient = no_grad();
            weights = randn_like(Call(Inputs));
        }

        TorchSharp.Modules.Parameter[] parameters = Module is null ? [] : [.. Module.parameters()];
        return () =>
        {
            foreach (var parameter in parameters)
            {
                parameter.grad = null;
            }

            var leaves = Array.ConvertAll(Inputs, input => input.detach().requires_grad_());
            var y = Call(leaves);
            BackwardPass.Run((weights is null ? y : y * weights).sum());
        };
    }
}
