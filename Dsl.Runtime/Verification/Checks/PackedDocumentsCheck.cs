using SerpentDsl.Autograd;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>Documents in one row do not see each other.</summary>
internal sealed class PackedDocumentsCheck() : ModelCheck(
    "packed documents", "documents one behind the other, whole and in pieces, against each alone: answers and gradients", 1e-9)
{
    protected override string? WhyNotApplicable(ModelUnderTest model) => !model.AnswersEverywhere
        ? "the model answers once for a row, so that documents are rows of their own"
        : model.Length < 4 ? "the sequences are too short for several documents" : null;

    protected override void Check(ModelUnderTest model)
    {
        var values = model.Draw().Sequences[0].Values;
        var cuts = Enumerable.Range(0, model.Batch).Select(row => new[] { 0, 1, (model.Length / 2) + (row % 2), model.Length }).ToArray();
        var alone = stack(
            [
                .. cuts.Select(
                    (cut, row) => cat([.. cut.Zip(cut.Skip(1), (from, end) => Alone(model, values, row, from, end))], 1).squeeze(0)),
            ]);
        var weights = randn(alone.shape, alone.dtype);
        var expected = Gradients(model, alone, weights);
        var marks = new bool[model.Batch * model.Length];
        foreach (var (row, cut) in cuts.Index())
        {
            Array.ForEach(cut[..^1], start => marks[(row * model.Length) + start] = true);
        }

        using var starts = tensor(marks, [model.Batch, model.Length]);

        using (var documents = PackedDocuments.Of(starts))
        {
            var packed = Forward(model, documents, values);
            Compare(alone, packed, "packed");
            CompareGradients(expected, Gradients(model, packed, weights), "packed");
        }

        if (CausalObstacles.OfStreaming(model) is null && model.Stream is { } stream)
        {
            using var state = stream.NewState(model.Batch);
            if (state.CanTrain)
            {
                state.ForTraining();
            }

            var pieces = InPieces(stream, values, starts, state, model.Length / 3);
            Compare(alone, pieces, "packed, in pieces");
            if (state.IsForTraining)
            {
                CompareGradients(expected, Gradients(model, pieces, weights), "packed, in pieces");
            }
        }
    }

    private static Tensor Alone(ModelUnderTest model, Tensor values, int row, int from, int end) =>
        model.Forward(new ModelInput([(values.narrow(0, row, 1).narrow(1, from, end - from), null)]));

    private static Tensor Forward(ModelUnderTest model, PackedDocuments documents, Tensor values) => model.Model switch
    {
        ILanguageModel language => documents.Forward(language, values),
        ISequenceRegressor regressor => documents.Forward(regressor, values),
        _ => throw new NotSupportedException("Only language models and regressors answer at every position."),
    };

    private static Tensor InPieces(IStreamingModel stream, Tensor values, Tensor starts, StreamState state, long piece)
    {
        List<Tensor> answers = [];
        for (long from = 0; from < values.shape[1]; from += piece)
        {
            var count = long.Min(piece, values.shape[1] - from);
            using var marks = starts.narrow(1, from, count);
            using var documents = PackedDocuments.Of(marks);
            answers.Add(documents.Chunk(stream, values.narrow(1, from, count), state));
        }

        return cat([.. answers], 1);
    }

    private void CompareGradients(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual, string what)
    {
        foreach (var (name, gradient) in expected)
        {
            Compare(gradient, actual.GetValueOrDefault(name) ?? zeros_like(gradient), $"the gradient of {name}, {what}");
        }
    }

    private static Dictionary<string, Tensor> Gradients(ModelUnderTest model, Tensor answers, Tensor weights)
    {
        model.Module.zero_grad();
        BackwardPass.Run((answers * weights).sum());
        return ModelGradients.Take(model.Module);
    }
}
