using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>Neither the values after a sequence's end nor the padded length have an effect.</summary>
internal sealed class PaddingCheck() : ModelCheck(
    "padding invariance",
    "sequences of unequal length together, with other padding, and each alone, unless a layer states that it depends on padding; in "
        + "training too, with other padding",
    1e-10)
{
    protected override void Check(ModelUnderTest model)
    {
        using var noGradient = no_grad();
        var lengths = Enumerable.Range(0, model.Batch).Select(
            row => row == 0 ? model.Length : long.Max(1, model.Length / (3L * row * row))).ToArray();
        var input = model.Draw().WithLengths(lengths);
        var other = model.WithOtherPadding(input);
        var together = model.Forward(input);
        for (var row = 0; row < model.Batch && !DependsOnPadding(model); row++)
        {
            CompareRow(model, model.Forward(input.Row(row, lengths[row])), together, row, lengths[row], "alone");
        }

        CompareRows(model, together, model.Forward(other), lengths, "with other padding");
        model.TrainWithoutDropping();
        CompareRows(model, model.Forward(input), model.Forward(other), lengths, "with other padding, in training");
    }

    private static bool DependsOnPadding(ModelUnderTest model) =>
        model.Module.modules().Any(module => module.GetType().IsDefined(typeof(DependsOnPaddingAttribute), inherit: false));

    private void CompareRows(ModelUnderTest model, Tensor expected, Tensor actual, long[] lengths, string how)
    {
        for (var row = 0; row < lengths.Length; row++)
        {
            CompareRow(model, expected.narrow(0, row, 1), actual, row, lengths[row], how);
        }
    }

    private void CompareRow(ModelUnderTest model, Tensor expected, Tensor actual, long row, long length, string how)
    {
        var place = $"sequence {row} of {length} positions in {model.Length}, {how}";
        if (model.AnswersEverywhere)
        {
            Compare(expected.narrow(1, 0, length), actual.narrow(0, row, 1).narrow(1, 0, length), place);
        }
        else
        {
            Compare(expected, actual.narrow(0, row, 1), place);
        }
    }
}
