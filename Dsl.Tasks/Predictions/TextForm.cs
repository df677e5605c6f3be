using System.Text;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Tasks.Predictions;

/// <summary>Texts, or pairs of texts, for a classifier.</summary>
/// <param name="model">The classifier.</param>
/// <param name="encoder">Turns text into ids.</param>
/// <param name="rowLength">Ids that the task made of a text at most.</param>
/// <param name="maxLength">Ids that are read at most; as many as <paramref name="rowLength"/> or fewer.</param>
internal sealed class TextForm(ISequenceModel model, ISequenceEncoder encoder, int rowLength, int maxLength) : RowForm
{
    public override PredictionInput Input => model is IPairClassifier ? PredictionInput.Pair : PredictionInput.Text;

    public override PreparedRow Prepare(PredictionRow row)
    {
        var (first, firstLength) = Encode(row.Text, Input == PredictionInput.Pair ? "first text" : "text");
        if (Input == PredictionInput.Text)
        {
            return new PreparedRow(first.Length, firstLength, first, default, default);
        }

        var (second, secondLength) = Encode(row.Second, "second text");
        return new PreparedRow(Math.Max(first.Length, second.Length), Math.Max(firstLength, secondLength), first, second, default);
    }

    public override Tensor Run(IReadOnlyList<PreparedRow> rows, Device device)
    {
        using var first = TokenBatch.Pack([.. rows.Select(row => row.First)], device);
        if (model is ISequenceClassifier classifier)
        {
            return classifier.forward(first.Tokens, first.Lengths);
        }

        using var second = TokenBatch.Pack([.. rows.Select(row => row.Second)], device);
        return ((IPairClassifier)model).forward(first.Tokens, first.Lengths, second.Tokens, second.Lengths);
    }

    private (ReadOnlyMemory<ushort> Ids, int WholeLength) Encode(string text, string name)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException($"The {name} is empty.");
        }

        // No encoder makes more ids than there are bytes, and marks of the start and the end. An encoder cuts in silence.
        var most = Encoding.UTF8.GetByteCount(text) + 2;
        var whole = encoder.Encode(text, most);
        ReadOnlyMemory<ushort> ids = whole.Length > rowLength ? encoder.Encode(text, rowLength) : whole;
        return (ids.Length > maxLength ? ids[..maxLength] : ids, whole.Length);
    }
}
