using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Which of four tokens is the commonest? Easy for a mean of embeddings, impossible from the first token alone.</summary>
public sealed class MajorityTask : ISequenceTask, ITextTask
{
    public const int TrainRows = 640;
    public const int OtherRows = 130;

    public string Name => "Majority";

    public int Vocabulary => 8;

    public int Classes => 4;

    public int MaxLength => 24;

    public SequenceSplits Load(TaskContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var train = Rows(1, TrainRows);
        var validation = Rows(2, OtherRows);
        return new SequenceSplits(
            train,
            validation,
            Rows(3, OtherRows),
            [SequenceBaselines.FirstToken("first token only", train, validation), SequenceBaselines.CommonestClass(train, validation)],
            "drawn for tests");
    }

    public static SequenceExample[] Rows(ulong seed, int count) =>
        [.. Enumerable.Range(0, count).Select(row => Draw(new Xoshiro256(seed, (ulong)row)))];

    public ISequenceEncoder Encoder { get; } = new Letters();

    private static SequenceExample Draw(Xoshiro256 random)
    {
        var label = random.NextBelow(4);
        var tokens = new ushort[4 + random.NextBelow(20)];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (ushort)(3 + (random.NextDouble() < 0.5 ? label : random.NextBelow(4)));
        }

        tokens[^1] = 2;
        return new SequenceExample(tokens, label);
    }

    /// <summary>The letters a to d, apart.</summary>
    private sealed class Letters : ISequenceEncoder
    {
        public ushort[] Encode(string text, int maxLength) =>
            [.. text.Split(' ').Take(maxLength - 1).Select(
                word => (ushort)(word is ['a' or 'b' or 'c' or 'd'] ? word[0] - 'a' + 3 : 1)), 2];

        public string NameOf(int token) => token switch { 1 => "<unk>", 2 => "<eos>", _ => ((char)('a' + token - 3)).ToString() };
    }
}
