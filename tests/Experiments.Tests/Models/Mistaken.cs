using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Tasks with the commonest mistakes of one's own data.</summary>
public abstract class Mistaken(Func<int, SequenceExample> row) : ISequenceTask
{
    public string Name => GetType().Name;

    public int Vocabulary => 10;

    public int Classes => 3;

    public int MaxLength => 12;

    public virtual SequenceSplits Load(TaskContext context, CancellationToken cancellation) =>
        new(Rows(64), Rows(16), Rows(16), [], "made up");

    internal static ushort[] Tokens(int count) => [.. Enumerable.Range(1, count).Select(token => (ushort)(token % 10))];

    private SequenceExample[] Rows(int count) => [.. Enumerable.Range(0, count).Select(row)];
}

public sealed class LabelsFromOne() : Mistaken(row => new SequenceExample(Tokens(4), 1 + (row % 3)));

public sealed class TokenBeyond() : Mistaken(row => new SequenceExample(row % 5 == 4 ? new ushort[] { 1, 200 } : Tokens(4), row % 3));

public sealed class EmptyRows() : Mistaken(row => new SequenceExample(Tokens(row % 5 == 4 ? 0 : 4), row % 3));

public sealed class LongRows() : Mistaken(row => new SequenceExample(Tokens(row % 5 == 4 ? 13 : 4), row % 3));

public sealed class LoadsNothing() : Mistaken(row => default)
{
    public override SequenceSplits Load(TaskContext context, CancellationToken cancellation) => null!;
}

public sealed class LoadFails() : Mistaken(row => default)
{
    public override SequenceSplits Load(TaskContext context, CancellationToken cancellation) =>
        throw new KeyNotFoundException("no such key");
}

public sealed class NoRows() : Mistaken(row => default)
{
    public override SequenceSplits Load(TaskContext context, CancellationToken cancellation) => new([], null!, [], [], "made up");
}

public sealed class CannotBeMade : Mistaken
{
    public CannotBeMade()
        : base(row => default) => throw new InvalidOperationException("the database is down");
}
