using SerpentDsl.Experiments.Runs;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>Observes the compression layers of a model while it runs, and adds up the intervals by token.</summary>
internal sealed class IntervalWatch : IDisposable
{
    private readonly List<IntervalTally> _tallies = [];
    private readonly List<Action> _hooks = [];
    private IReadOnlyList<string[]> _names = [];
    private IReadOnlyList<IReadOnlyList<string>> _groups = [];

    /// <param name="source">The model; observed until the watch is disposed.</param>
    /// <exception cref="UsageException">No branch is resampled.</exception>
    public IntervalWatch(ModelSource source)
    {
        foreach (var (name, module) in source.Model.Module.named_modules())
        {
            if (module is CompressionLayer layer)
            {
                var tally = new IntervalTally(InspectedBranch.NameOf(name), layer.Rate.Value);
                _tallies.Add(tally);
                _hooks.Add(layer.register_forward_hook((_, _, _, compressed) =>
                {
                    Add(tally, compressed);
                    return compressed;
                }).remove);
            }
        }

        if (_tallies.Count == 0)
        {
            throw new UsageException(
                $"No branch of {source.Architecture.Name} is resampled, so there are no intervals. Declare a CompressionRate.");
        }
    }

    /// <summary>Announces the next batch.</summary>
    /// <param name="names">The readable names of each row's tokens, without padding.</param>
    public void Begin(IReadOnlyList<string[]> names)
    {
        _names = names;
        _groups = [.. names.Select(TokenGroups.Of)];
    }

    /// <summary>The means so far, block by block.</summary>
    public IReadOnlyList<BranchIntervals> Finish() => [.. _tallies.Select(tally => tally.Finish())];

    public void Dispose()
    {
        foreach (var remove in _hooks)
        {
            remove();
        }
    }

    private void Add(IntervalTally tally, CompressedSequence compressed)
    {
        using var scope = NewDisposeScope();
        var longest = (int)compressed.Intervals.shape[1];
        double[] intervals = [.. compressed.Intervals.cpu().to(ScalarType.Float64).data<double>()];
        for (var row = 0; row < _names.Count; row++)
        {
            for (var place = 0; place < _names[row].Length; place++)
            {
                tally.Add(_names[row][place], _groups[row][place], intervals[(row * longest) + place]);
            }
        }
    }
}
