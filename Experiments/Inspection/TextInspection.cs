using SerpentDsl.Experiments.Runs;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>The intervals, points and windows of a model's resampled branches on a text.</summary>
/// <param name="Architecture">Name of the architecture.</param>
/// <param name="Origin">Source of the parameters, for people.</param>
/// <param name="Tokens">The text's tokens in readable form.</param>
/// <param name="Branches">The branches, block by block.</param>
internal sealed record TextInspection(
    string Architecture, string Origin, IReadOnlyList<string> Tokens, IReadOnlyList<InspectedBranch> Branches)
{
    /// <summary>Runs a model over a text and observes its compression layers.</summary>
    /// <param name="source">The model.</param>
    /// <param name="tokens">The text.</param>
    /// <exception cref="UsageException">No branch is resampled, or the model cannot read the text.</exception>
    public static TextInspection Of(ModelSource source, IReadOnlyList<TextToken> tokens)
    {
        var branches = new List<InspectedBranch>();
        var hooks = new List<Action>();
        foreach (var (name, module) in source.Model.Module.named_modules())
        {
            if (module is CompressionLayer layer)
            {
                var branch = InspectedBranch.NameOf(name);
                hooks.Add(layer.register_forward_hook((_, _, _, compressed) =>
                {
                    branches.Add(Read(branch, layer, compressed));
                    return compressed;
                }).remove);
            }
        }

        if (hooks.Count == 0)
        {
            throw new UsageException(
                $"No branch of {source.Architecture.Name} is resampled, so there are no intervals. Declare a CompressionRate.");
        }

        try
        {
            source.Read([.. tokens.Select(token => token.Id)]);
        }
        finally
        {
            foreach (var remove in hooks)
            {
                remove();
            }
        }

        return new TextInspection(
            source.Architecture.Name, source.Origin, [.. tokens.Select(token => VisibleText.Of(token.Text))], branches);
    }

    /// <summary>The mean interval of each distinct token, divided by ρ, longest first.</summary>
    public IReadOnlyList<(string Token, int Count, double Mean)> ByToken(InspectedBranch branch) =>
    [
        .. Tokens.Zip(branch.Intervals)
            .GroupBy(pair => pair.First, pair => pair.Second / branch.Rate)
            .Select(group => (group.Key, group.Count(), group.Average()))
            .OrderByDescending(entry => entry.Item3),
    ];

    private static InspectedBranch Read(string name, CompressionLayer layer, CompressedSequence compressed)
    {
        using var scope = NewDisposeScope();
        var times = compressed.Times[0].cpu().data<double>().ToArray();
        var points = compressed.Counts[0].item<long>();
        return new InspectedBranch(
            name,
            layer is CausalCompression,
            layer.Rate.Value,
            layer.WindowSize,
            layer.Rate.MostPoints(times.Length),
            compressed.Intervals[0].cpu().to(ScalarType.Float64).data<double>().ToArray(),
            times,
            [.. compressed.WindowStarts[0].narrow(0, 0, points).cpu().data<long>().ToArray().Select(start => (int)start)])
        {
            FirstPoint = layer.Options.PointPlacement == PointPlacement.Middle ? 0.5 : 1,
            Choices = ResamplingChoices.Of(layer.Options),
        };
    }
}
