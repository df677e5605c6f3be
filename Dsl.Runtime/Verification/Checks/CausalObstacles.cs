using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using SerpentDsl.Specs;

namespace SerpentDsl.Verification.Checks;

/// <summary>Why an architecture is not causal, and why it has no streaming form.</summary>
internal static class CausalObstacles
{
    /// <summary>Why it is not causal: the part of its blocks that depends on later positions; null when it is causal.</summary>
    public static string? Of(ModelUnderTest model)
    {
        if (model.Spec.Causal)
        {
            return null;
        }

        var obstacles = model.Module.named_modules()
            .Where(entry => entry.name.StartsWith("blocks.0.", StringComparison.Ordinal) && entry.name.Count(letter => letter == '.') == 2)
            .Select(entry => (Name: entry.name["blocks.0.".Length..], Reason: Reason(entry.module)))
            .Where(entry => entry.Reason is not null)
            .Select(entry => $"{entry.Name} {entry.Reason}")
            .ToArray();
        return obstacles.Length == 0
            ? "the head is not declared Causal"
            : $"the head is not declared Causal, and in a block {string.Join("; ", obstacles)}";
    }

    /// <summary>Why there is no streaming form; null when there is one.</summary>
    public static string? OfStreaming(ModelUnderTest model)
    {
        if (model.Spec.Head is PairClassifierHeadSpec)
        {
            return "a pair classifier reads two sequences at once; it has no streaming form";
        }

        return Of(model);
    }

    private static string? Reason(TorchSharp.torch.nn.Module module) => module switch
    {
        StreamingLayer layer => ReadsBothWays(layer) ? $"({layer.GetType().Name}) reads both ways" : null,
        SelectiveCompression => "reads windows around each point, later inputs too",
        SequenceBatchNorm => "takes statistics over positions",
        SequenceLayerNorm or SequenceRmsNorm => null,
        SequenceLayer layer => $"({layer.GetType().Name}) derives from {nameof(SequenceLayer)}, not from {nameof(StreamingLayer)}",
        _ => null,
    };

    private static bool ReadsBothWays(StreamingLayer layer)
    {
        try
        {
            layer.NewState(1).Dispose();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
