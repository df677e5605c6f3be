using static TorchSharp.torch;

namespace SerpentDsl.Verification;

/// <summary>One batch for a model: a padded batch of sequences, or two for pairs.</summary>
/// <param name="Sequences">Tokens <c>[batch, length]</c> or vectors <c>[batch, length, inputs]</c>, and their true lengths.</param>
internal sealed record ModelInput(IReadOnlyList<(Tensor Values, Tensor? Lengths)> Sequences)
{
    /// <summary>The same with true lengths.</summary>
    public ModelInput WithLengths(params long[] lengths) =>
        new([.. Sequences.Select(sequence => (sequence.Values, (Tensor?)tensor(lengths)))]);

    /// <summary>The first positions of every sequence.</summary>
    public ModelInput Prefix(long count) => new([.. Sequences.Select(sequence => (sequence.Values.narrow(1, 0, count), (Tensor?)null))]);

    /// <summary>The first positions of one sequence, alone.</summary>
    public ModelInput Row(long row, long count) =>
        new([.. Sequences.Select(sequence => (sequence.Values.narrow(0, row, 1).narrow(1, 0, count), (Tensor?)null))]);

    /// <summary>Sequences in another order.</summary>
    public ModelInput Rows(Tensor order) =>
        new([.. Sequences.Select(sequence => (sequence.Values.index_select(0, order), sequence.Lengths?.index_select(0, order)))]);
}
