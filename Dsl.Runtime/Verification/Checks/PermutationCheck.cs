using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>The sequences of a batch do not influence each other.</summary>
internal sealed class PermutationCheck() : ModelCheck(
    "batch order", "the same sequences in another order give the same answers in that order", 1e-10)
{
    protected override void Check(ModelUnderTest model)
    {
        using var noGradient = no_grad();
        var input = model.Draw();
        var order = TensorRange.Of(model.Batch, ScalarType.Int64).roll(1, 0);
        Compare(model.Forward(input).index_select(0, order), model.Forward(input.Rows(order)), "rows moved by one");
    }
}
