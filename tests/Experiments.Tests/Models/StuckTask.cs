using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>The majority task, whose reader may get stuck.</summary>
public sealed class StuckTask : ISequenceTask
{
    private readonly MajorityTask _inner = new();

    public string Name => "Stuck";

    public int Vocabulary => _inner.Vocabulary;

    public int Classes => _inner.Classes;

    public int MaxLength => _inner.MaxLength;

    public SequenceSplits Load(TaskContext context, CancellationToken cancellation)
    {
        StuckWork.At("load");
        return _inner.Load(context, CancellationToken.None);
    }
}
