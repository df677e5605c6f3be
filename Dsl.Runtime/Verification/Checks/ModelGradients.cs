using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>Takes the gradients that a backward pass has left in a model.</summary>
internal static class ModelGradients
{
    /// <summary>Copies the gradients, by the names of the parameters, and clears them in the model.</summary>
    /// <returns>Those of parameters that have one; in the current dispose scope.</returns>
    public static Dictionary<string, Tensor> Take(nn.Module module)
    {
        var found = new Dictionary<string, Tensor>();
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.grad is { } gradient)
            {
                found.Add(name, gradient.clone());
            }
        }

        module.zero_grad();
        return found;
    }
}
