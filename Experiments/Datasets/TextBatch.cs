using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Pieces of running text. The tensors belong to the dispose scope in which the batch is made.</summary>
/// <param name="rows">Inputs and targets of the pieces.</param>
/// <param name="bytes">Bytes of text that the predicted tokens stand for.</param>
/// <param name="device">Device of the tensors.</param>
internal sealed class TextBatch(TextRows rows, long bytes, Device device) : Batch
{
    /// <summary>Token ids, int64 <c>[batch, length]</c>.</summary>
    public Tensor Inputs { get; } = tensor(rows.Inputs, rows.Shape).to(device);

    /// <summary>True length of each piece, int64 <c>[batch]</c>; null when no piece is padded.</summary>
    public Tensor? Lengths { get; } = rows.IsPadded ? tensor(rows.Lengths).to(device) : null;

    /// <summary>
    /// The next token at each position, int64 <c>[batch · length]</c>; <see cref="TextRows.Ignored"/> where the prediction does not count.
    /// </summary>
    public Tensor Targets { get; } = tensor(rows.Targets).to(device);

    /// <summary>Where documents begin that must not see earlier ones, bool <c>[batch, length]</c>; null: nowhere.</summary>
    public Tensor? Starts { get; init; }

    /// <summary>Number of targets that count.</summary>
    public int Predictions => rows.Predictions;

    /// <summary>Bytes of text that these targets stand for.</summary>
    public long Bytes => bytes;

    public override int Tokens => rows.Tokens;
}
