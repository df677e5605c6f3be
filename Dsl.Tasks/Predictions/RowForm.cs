using static TorchSharp.torch;

namespace SerpentDsl.Tasks.Predictions;

/// <summary>How a model of some head reads rows. One class for each kind of input.</summary>
internal abstract class RowForm
{
    /// <summary>What the model predicts from.</summary>
    public abstract PredictionInput Input { get; }

    /// <summary>Turns a row into what the model reads; too long a row keeps its beginning.</summary>
    /// <param name="row">A row of <see cref="Input"/>.</param>
    /// <exception cref="ArgumentException">The row is empty or malformed.</exception>
    public abstract PreparedRow Prepare(PredictionRow row);

    /// <summary>Runs the model.</summary>
    /// <param name="rows">The rows of a batch.</param>
    /// <param name="device">The model's device.</param>
    /// <returns>Logits or numbers, <c>[batch, answers]</c>; belongs to the caller's dispose scope.</returns>
    public abstract Tensor Run(IReadOnlyList<PreparedRow> rows, Device device);
}
