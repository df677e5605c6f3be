using System.Globalization;
using System.Text;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Layers;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>The intervals of a model's resampled branches over the rows of a split, by token.</summary>
/// <param name="Architecture">Name of the architecture.</param>
/// <param name="Origin">Source of the parameters, for people.</param>
/// <param name="Split">Name of the split.</param>
/// <param name="Rows">Number of rows that were read.</param>
/// <param name="Branches">The branches, block by block.</param>
internal sealed record SplitInspection(
    string Architecture, string Origin, string Split, int Rows, IReadOnlyList<BranchIntervals> Branches)
{
    /// <summary>Runs a model over rows of a split and observes its compression layers.</summary>
    /// <param name="source">The model, on the CPU.</param>
    /// <param name="dataset">The rows.</param>
    /// <param name="encoder">Knows the names of the rows' ids; null: a token is named by its id, or by the dataset's tokenizer.</param>
    /// <param name="split">The split.</param>
    /// <param name="rows">Most rows to read; if the split has more, they are taken at equal distances.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="progress">Receives the number of rows done and of all.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="UsageException">No branch is resampled, or the rows have no tokens.</exception>
    public static SplitInspection Of(
        ModelSource source,
        Dataset dataset,
        ISequenceEncoder? encoder,
        Split split,
        int rows,
        int batchSize,
        Action<long, long> progress,
        CancellationToken cancellation)
    {
        var lengths = dataset.LengthsOf(split);
        rows = Math.Min(rows, lengths.Count);
        var objective = Objective.Of(source.Model);
        var done = 0;
        using var watch = new IntervalWatch(source);
        Evaluation.InEvaluationMode(source.Model, () =>
        {
            foreach (var indices in EvaluationBatches.Of(lengths, batchSize, rows))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var batch = dataset.Read(split, indices, CPU);
                watch.Begin(NamesOf(batch, dataset, encoder));
                objective.Run(batch);
                progress(done += indices.Length, rows);
            }
        });

        return new SplitInspection(source.Architecture.Name, source.Origin, split.Name(), rows, watch.Finish());
    }

    // The readable names of each row's tokens, without padding, in the order in which the model's blocks read the rows.
    private static IReadOnlyList<string[]> NamesOf(Batch batch, Dataset dataset, ISequenceEncoder? encoder)
    {
        switch (batch)
        {
            case SequenceBatch rows:
                return NamesOf(rows.Sequences.Tokens, rows.Sequences.Lengths, NameOf);
            case PairBatch pairs:
                using (var both = SequencePair.Stack(pairs.First.Tokens, pairs.First.Lengths, pairs.Second.Tokens, pairs.Second.Lengths))
                {
                    return NamesOf(both.Tokens, both.Lengths, NameOf);
                }

            case TextBatch text:
                return NamesOf(text.Inputs, text.Lengths, id => Encoding.UTF8.GetString(dataset.Tokenizer!.BytesOf(id)));
            default:
                throw new UsageException("The rows of this task are numbers, not tokens, so there is nothing to sort intervals by.");
        }

        string NameOf(int id) => encoder?.NameOf(id) ?? id.ToString(CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<string[]> NamesOf(Tensor tokens, Tensor? lengths, Func<int, string> nameOf)
    {
        var (rows, longest) = ((int)tokens.shape[0], (int)tokens.shape[1]);
        long[] ids = [.. tokens.data<long>()];
        long[]? valid = lengths is null ? null : [.. lengths.data<long>()];
        return
        [
            .. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, (int)(valid?[row] ?? longest))
                .Select(place => nameOf((int)ids[(row * longest) + place])).ToArray()),
        ];
    }
}
