using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// The state that a language model carries from each batch to the next one, which has the following blocks of the same streams: one state
/// for each part of a batch. Gradients are cut between batches (truncated back-propagation through time).
/// </summary>
internal sealed class CarriedState : IDisposable
{
    private const string Kind = "stream";

    private readonly IStreamingModel _model;
    private readonly StreamState[] _parts;

    private CarriedState(IStreamingModel model, int batchSize, int parts)
    {
        _model = model;
        _parts =
        [
            .. Enumerable.Range(0, batchSize).Chunk((batchSize + parts - 1) / parts)
                .Select(rows => model.NewState(rows.Length).ForTraining()),
        ];
    }

    /// <summary>The state of a training; null if its options do not say that the state is carried.</summary>
    /// <param name="model">The model, on its device.</param>
    /// <param name="options">The training options.</param>
    /// <exception cref="UsageException">No gradient flows through pieces of the model.</exception>
    public static CarriedState? Of(ISequenceModel model, TrainingOptions options)
    {
        if (options.CarryState is not true)
        {
            return null;
        }

        try
        {
            return model is IStreamingModel streaming
                ? new CarriedState(streaming, options.BatchSize, options.Accumulate)
                : throw new UsageException(
                    $"{model.GetType().Name} has no streaming form, so it cannot carry a state; train it without --carry-state, or "
                        + "without CarryState in its [Recipe].");
        }
        catch (NotSupportedException problem)
        {
            throw new UsageException($"{model.GetType().Name} cannot be trained with a carried state. {problem.Message}");
        }
    }

    /// <summary>Runs the model on the next blocks of a part's streams.</summary>
    /// <param name="batch">The blocks.</param>
    /// <param name="part">Index of the part.</param>
    public BatchResult Run(Batch batch, int part) => LanguageModelObjective.Continue(_model, _parts[part], (TextBatch)batch);

    /// <summary>Cuts the gradient of a part, after its backward pass.</summary>
    /// <param name="part">Index of the part.</param>
    public void Detach(int part) => _parts[part].Detach();

    /// <summary>Returns to the beginning of a text.</summary>
    public void Reset() => Array.ForEach(_parts, part => part.Reset());

    /// <summary>The state's tensors under their names in a checkpoint; they still belong to this object.</summary>
    public IEnumerable<(string Name, Tensor Value)> Tensors() =>
        Named().Select(entry => (CheckpointFile.NameOf(Kind, entry.Name), entry.Value));

    /// <summary>Restores the state from a checkpoint.</summary>
    /// <exception cref="Io.SafetensorsException">The checkpoint has no state of this model and batch.</exception>
    public void Restore(CheckpointFile checkpoint) => checkpoint.CopyTo(Kind, [.. Named()]);

    public void Dispose() => Array.ForEach(_parts, part => part.Dispose());

    private IEnumerable<(string Name, Tensor Value)> Named() => _parts.SelectMany(
        (part, index) => part.All().Select(
            entry => ($"{index}.{entry.Path}", entry.Value.is_complex() ? view_as_real(entry.Value) : entry.Value)));
}
