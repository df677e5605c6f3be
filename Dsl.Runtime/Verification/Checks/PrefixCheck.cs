using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>A causal model computes the same outputs for a prefix as for the whole sequence at the same positions.</summary>
internal sealed class PrefixCheck() : ModelCheck(
    "prefix consistency", "forward passes over prefixes against one over the whole sequence", 1e-9)
{
    protected override string? WhyNotApplicable(ModelUnderTest model) => CausalObstacles.Of(model);

    protected override void Check(ModelUnderTest model)
    {
        using var noGradient = no_grad();
        var input = model.Draw();
        using var whole = model.ForwardPositions(input) ?? throw new NotSupportedException("The model pools and has no blocks.");
        int[] counts = [1, 2, model.Length / 2, model.Length - 1];
        foreach (var count in counts.Where(count => count > 0 && count <= model.Length).Distinct())
        {
            using var prefix = model.ForwardPositions(input.Prefix(count))!;
            Compare(whole.narrow(1, 0, count), prefix, $"the first {count} of {model.Length} positions");
        }
    }
}
