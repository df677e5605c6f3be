using SerpentDsl.Layers;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>A state has as many bytes as were computed at compile time.</summary>
internal sealed class StateSizeCheck() : ModelCheck("state bytes", "the state of a fresh float32 model, per sequence, against Spec", 0)
{
    protected override string? WhyNotApplicable(ModelUnderTest model) =>
        CausalObstacles.OfStreaming(model) ?? (model.Spec.Facts.Streaming is null ? "Spec states no bytes of a state" : null);

    protected override void Check(ModelUnderTest model)
    {
        // The model under test is float64; the figure is for float32.
        using var fresh = model.Spec.Create();
        using var state = ((IStreamingModel)fresh).NewState(model.Batch);
        var real = state.Bytes / model.Batch;
        var stated = model.Spec.Facts.Streaming!.StateBytes;
        Measure(
            Math.Abs(real - stated),
            $"a sequence's state has {real} bytes ({string.Join(", ", state.All().Take(12).Select(TextOf))}), stated are {stated}");

        static string TextOf((string Path, Tensor Value) entry) =>
            $"{entry.Path} {entry.Value.dtype} {SequenceShape.Text(entry.Value)}";
    }
}
