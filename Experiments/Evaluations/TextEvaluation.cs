using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>
/// Evaluates a language model on a whole text, cut as the caller chooses (<see cref="TextCut"/>). Every token but the first is predicted
/// and counted once.
/// </summary>
internal static class TextEvaluation
{
    /// <summary>Runs a whole split through a language model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="split">The split.</param>
    /// <param name="cut">How the text is cut.</param>
    /// <param name="batchSize">Blocks or windows per batch; not used when the state is carried, which is one stream.</param>
    /// <param name="device">The model's device.</param>
    /// <param name="progress">Receives the number of tokens done and of all tokens; null: not reported.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="UsageException">The state is to be carried, but the model has no streaming form.</exception>
    public static Evaluation Of(
        ISequenceModel model,
        TextDataset text,
        Split split,
        TextCut cut,
        int batchSize,
        Device device,
        Action<long, long>? progress,
        CancellationToken cancellation)
    {
        var streaming = model as IStreamingModel;
        if (cut.Context == TextContext.Carried && streaming is null)
        {
            throw new UsageException(
                $"{model.GetType().Name} has no streaming form, so it cannot carry a state from one piece of text to the next. Use "
                + "--context blocks or --context sliding.");
        }

        return Evaluation.InEvaluationMode(model, () =>
        {
            using var state = cut.Context == TextContext.Carried ? streaming!.NewState(1) : null;
            var objective = Objective.Of(model);
            var tally = new EvaluationTally();
            var all = text.Predictions(split);
            long done = 0;
            var read = 0;
            foreach (var spans in cut.Spans(all).Chunk(state is null ? batchSize : 1))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var batch = text.Read(split, spans, device);
                tally.Add(state is null ? objective.Run(batch) : LanguageModelObjective.Continue(streaming!, state, batch), []);
                done += spans.Sum(span => span.Scored);
                read += spans.Length;
                progress?.Invoke(done, all);
            }

            return tally.Finish(read, text.Words(split));
        });
    }
}
