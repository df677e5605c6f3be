using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>Mean cross-entropy of the next token. The best checkpoint is the one with the smallest loss.</summary>
/// <param name="model">The model.</param>
internal sealed class LanguageModelObjective(ILanguageModel model) : Objective
{
    public override string Criterion => "loss";

    public override double Score(double loss, double? accuracy) => -loss;

    public override BatchResult Run(Batch batch)
    {
        var text = (TextBatch)batch;
        if (text.Starts is null)
        {
            return Predicted(model.forward(text.Inputs, text.Lengths), text);
        }

        using var documents = PackedDocuments.Of(text.Starts, text.Lengths);
        return Predicted(documents.Forward(model, text.Inputs), text);
    }

    /// <summary>Runs a streaming model on the next piece of a text, from the state after the pieces before.</summary>
    /// <param name="streaming">The model.</param>
    /// <param name="state">The model's state; updated.</param>
    /// <param name="piece">The piece.</param>
    public static BatchResult Continue(IStreamingModel streaming, StreamState state, TextBatch piece)
    {
        if (piece.Starts is null)
        {
            return Predicted(streaming.Chunk(piece.Inputs, null, state), piece);
        }

        using var documents = PackedDocuments.Of(piece.Starts, piece.Lengths);
        return Predicted(documents.Chunk(streaming, piece.Inputs, state), piece);
    }

    private static BatchResult Predicted(Tensor logits, TextBatch text)
    {
        var flat = logits.flatten(0, 1);
        var loss = nn.functional.cross_entropy(flat, text.Targets, ignore_index: TextRows.Ignored);
        using var noGradient = no_grad();
        var likeliest = flat.detach().topk((int)Math.Min(5, flat.shape[1]), 1).indexes;
        var hits = likeliest.eq(text.Targets.unsqueeze(1));
        return new BatchResult(
            loss, text.Predictions, hits.select(1, 0).sum().item<long>(), hits.sum().item<long>(), text.Tokens)
        { Bytes = text.Bytes };
    }
}
