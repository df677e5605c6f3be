using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Autograd;

/// <summary>
/// Makes a result of a <see cref="MultiResultFunction{TSelf}"/> count as read where perhaps nobody reads it, because TorchSharp leaks a
/// tensor for a missing gradient.
/// </summary>
internal static class ReadResults
{
    /// <summary>Ties a result to another that is read in any case; its gradient is then zero, not missing.</summary>
    /// <param name="output">The result that is read.</param>
    /// <param name="other">The other one.</param>
    /// <returns>The output, unchanged in value if the other result is finite; in the current dispose scope.</returns>
    public static Tensor Tie(Tensor output, Tensor other) =>
        is_grad_enabled() && other.requires_grad ? output.Plus(other.sum() * Scalars.Zero) : output;
}
