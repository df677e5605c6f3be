using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Do two sequences have the same commonest token?</summary>
public sealed class SameStart : IPairTask
{
    public string Name => nameof(SameStart);

    public int Vocabulary => 8;

    public int Classes => 2;

    public int MaxLength => 24;

    public PairSplits Load(TaskContext context, CancellationToken cancellation)
    {
        PairExample[] train = Rows(1, 512), validation = Rows(2, 101);
        return new PairSplits(train, validation, Rows(3, 101), [PairBaselines.CommonestClass(train, validation)], "drawn for tests");
    }

    private static PairExample[] Rows(ulong seed, int count)
    {
        var all = MajorityTask.Rows(seed, 2 * count);
        return [.. all.Chunk(2).Select((pair, row) => Pair(pair[0], row % 2 == 0 ? Like(pair[0], pair[1]) : pair[1]))];
    }

    // Every other row repeats the tokens of its first sequence in another order, so that both classes are common.
    private static SequenceExample Like(SequenceExample first, SequenceExample length) =>
        new(first.Tokens.ToArray().Take(length.Tokens.Length - 1).Reverse().Append((ushort)2).ToArray(), first.Label);

    private static PairExample Pair(SequenceExample first, SequenceExample second) =>
        new(first.Tokens, second.Tokens, first.Label == second.Label ? 1 : 0);
}
