using SerpentDsl.Autograd;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>The gradients of a text that is read in pieces, through the state, are those of the whole.</summary>
internal sealed class PieceGradientsCheck() : ModelCheck(
    "gradients through pieces", "loss and gradients of the whole against those of two pieces with the state between them", 1e-9)
{
    protected override string? WhyNotApplicable(ModelUnderTest model)
    {
        if (CausalObstacles.OfStreaming(model) is { } obstacle)
        {
            return obstacle;
        }

        using var state = model.Stream?.NewState(1);
        try
        {
            state?.ForTraining();
            return null;
        }
        catch (NotSupportedException refusal)
        {
            return refusal.Message;
        }
    }

    protected override void Check(ModelUnderTest model)
    {
        var stream = model.Stream ?? throw new NotSupportedException(
            $"A causal model has a streaming form, but this one is no {nameof(IStreamingModel)}.");
        var input = model.Draw();
        var answers = model.Forward(input);
        var weights = randn(answers.shape, answers.dtype);
        var whole = (answers * weights).sum();
        var expected = Gradients(model, whole);
        foreach (var (what, ends) in Cuts(model))
        {
            using var scope = NewDisposeScope();
            using var state = stream.NewState(model.Batch).ForTraining();
            var loss = LossInPieces(model, stream, input.Sequences[0].Values, weights, ends, state);
            Compare(whole.detach(), loss.detach(), $"the loss {what}");
            var actual = Gradients(model, loss);
            foreach (var (name, gradient) in expected)
            {
                if (actual.TryGetValue(name, out var other))
                {
                    Compare(gradient, other, $"the gradient of {name} {what}");
                }
                else
                {
                    Measure(double.PositiveInfinity, $"{name} has no gradient {what}");
                }
            }

            state.Detach();
            if (state.All().FirstOrDefault(entry => entry.Value.requires_grad).Path is { } path)
            {
                Measure(double.PositiveInfinity, $"{path} of the state still has a gradient after Detach");
            }
        }
    }

    // Where the first piece of each sequence ends.
    private static IEnumerable<(string What, long[] Ends)> Cuts(ModelUnderTest model)
    {
        var half = model.Length / 2;
        yield return ("in two pieces", [.. Enumerable.Repeat((long)half, model.Batch)]);
        yield return ("in two unequal pieces", [.. Enumerable.Range(0, model.Batch).Select(row => (long)(half + row) % (half + 1))]);
    }

    private static Tensor LossInPieces(
        ModelUnderTest model, IStreamingModel stream, Tensor values, Tensor weights, long[] ends, Layers.StreamState state)
    {
        long[] rest = [.. ends.Select(end => model.Length - end)];
        var first = stream.Chunk(values.narrow(1, 0, long.Max(1, ends.Max())), tensor(ends), state);
        var later = stack([.. ends.Select((end, row) => Padded(values[row].narrow(0, end, rest[row]), rest.Max()))]);
        var second = stream.Chunk(later, tensor(rest), state);
        if (!model.AnswersEverywhere)
        {
            return (second * weights).sum();
        }

        var terms = ends.Select((end, row) => (first[row].narrow(0, 0, end) * weights[row].narrow(0, 0, end)).sum()
            .Plus((second[row].narrow(0, 0, rest[row]) * weights[row].narrow(0, end, rest[row])).sum()));
        return stack([.. terms]).sum();
    }

    private static Tensor Padded(Tensor values, long length) =>
        cat([values, zeros([length - values.shape[0], .. values.shape.Skip(1)], values.dtype)], 0);

    private static Dictionary<string, Tensor> Gradients(ModelUnderTest model, Tensor loss)
    {
        model.Module.zero_grad();
        BackwardPass.Run(loss);
        return ModelGradients.Take(model.Module);
    }
}
