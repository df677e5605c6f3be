using System.Runtime.InteropServices;

namespace SerpentDsl.Tasks;

/// <summary>Encoded rows in the form of the cache: every sequence once, with one byte per token if all ids are below 256.</summary>
/// <param name="Alphabet">The text that the encoder can be made from again.</param>
/// <param name="Sequences">The sequences.</param>
/// <param name="Splits">Training, validation and test split.</param>
/// <param name="Cut">Number of rows of each split whose sequences were cut.</param>
/// <param name="Baselines">Baselines, measured when the rows were read: the packed rows no longer contain what they need.</param>
internal sealed record PackedRows(
    string Alphabet,
    IReadOnlyList<ushort[]> Sequences,
    IReadOnlyList<PackedSplit> Splits,
    IReadOnlyList<int> Cut,
    IReadOnlyList<TaskBaseline> Baselines)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Alphabet);
        writer.Write(Baselines.Count);
        foreach (var baseline in Baselines)
        {
            writer.Write(baseline.Name);
            writer.Write(baseline.Accuracy);
        }

        writer.Write(Cut.Count);
        foreach (var rows in Cut)
        {
            writer.Write(rows);
        }

        var isWide = Sequences.Any(tokens => tokens.AsSpan().ContainsAnyExceptInRange((ushort)0, (ushort)byte.MaxValue));
        writer.Write(isWide);
        writer.Write(Sequences.Count);
        foreach (var tokens in Sequences)
        {
            writer.Write(tokens.Length);
        }

        foreach (var tokens in Sequences)
        {
            writer.Write(isWide ? MemoryMarshal.AsBytes<ushort>(tokens) : [.. tokens.Select(token => (byte)token)]);
        }

        foreach (var split in Splits)
        {
            writer.Write(split.Labels.Length);
            writer.Write(split.Second.Length);
            writer.Write(split.Labels);
            writer.Write(MemoryMarshal.AsBytes<int>(split.First));
            writer.Write(MemoryMarshal.AsBytes<int>(split.Second));
        }
    }

    public static PackedRows Read(BinaryReader reader)
    {
        var alphabet = reader.ReadString();
        var baselines = new TaskBaseline[reader.ReadInt32()];
        for (var i = 0; i < baselines.Length; i++)
        {
            baselines[i] = new TaskBaseline(reader.ReadString(), reader.ReadDouble());
        }

        var cut = new int[reader.ReadInt32()];
        for (var i = 0; i < cut.Length; i++)
        {
            cut[i] = reader.ReadInt32();
        }

        var isWide = reader.ReadBoolean();
        var sequences = new ushort[reader.ReadInt32()][];
        for (var i = 0; i < sequences.Length; i++)
        {
            sequences[i] = new ushort[reader.ReadInt32()];
        }

        var narrow = new byte[sequences.Length == 0 ? 0 : sequences.Max(tokens => tokens.Length)];
        foreach (var tokens in sequences)
        {
            if (isWide)
            {
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(tokens.AsSpan()));
                continue;
            }

            reader.BaseStream.ReadExactly(narrow, 0, tokens.Length);
            for (var i = 0; i < tokens.Length; i++)
            {
                tokens[i] = narrow[i];
            }
        }

        var splits = new PackedSplit[3];
        for (var i = 0; i < splits.Length; i++)
        {
            var rows = reader.ReadInt32();
            var second = new int[reader.ReadInt32()];
            var split = new PackedSplit(new byte[rows], new int[rows], second);
            reader.BaseStream.ReadExactly(split.Labels);
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(split.First.AsSpan()));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(second.AsSpan()));
            splits[i] = split;
        }

        return new PackedRows(alphabet, sequences, splits, cut, baselines);
    }

    /// <summary>The rows of a split with one sequence per row.</summary>
    public SequenceExample[] Examples(int split) =>
        [.. Splits[split].Labels.Select((label, row) => new SequenceExample(Sequences[Splits[split].First[row]], label))];

    /// <summary>The rows of a split with two sequences per row.</summary>
    public PairExample[] Pairs(int split) =>
        [
            .. Splits[split].Labels.Select(
                (label, row) => new PairExample(Sequences[Splits[split].First[row]], Sequences[Splits[split].Second[row]], label))
        ];
}
