using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>No output of a causal model has a gradient from a later input.</summary>
/// <remarks>An FFT mixes all positions in its rounding errors, so zero means zero up to rounding.</remarks>
internal sealed class FutureGradientCheck() : ModelCheck(
    "no gradient from the future", "backward from single positions: the largest gradient at later inputs, of the largest at all", 1e-12)
{
    protected override string? WhyNotApplicable(ModelUnderTest model) => CausalObstacles.Of(model);

    protected override void Check(ModelUnderTest model)
    {
        var input = model.Draw();
        int[] positions = [0, model.Length / 3, 2 * model.Length / 3];
        foreach (var position in positions.Distinct().Where(position => position + 1 < model.Length))
        {
            using var scope = NewDisposeScope();
            var (inputs, outputs) = model.ForwardFromLeaf(input)
                ?? throw new NotSupportedException("The model pools without blocks, or reads tokens without a module 'embedding'.");
            var here = outputs.select(1, position);
            BackwardPass.Run(here.mul(randn_like(here)).sum());
            var gradient = inputs.grad ?? throw new InvalidOperationException("No gradient reaches the inputs.");
            var largest = gradient.abs().max().item<double>();
            var future = gradient.narrow(1, position + 1, model.Length - position - 1).abs().max().item<double>();
            Measure(largest > 0 ? future / largest : double.PositiveInfinity, $"output {position} of {model.Length}");
            model.Module.zero_grad();
            inputs.Dispose();
            outputs.Dispose();
        }
    }
}
