using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>The state of a stream is a value: it can be copied, saved, loaded and reset by row; another architecture refuses it.</summary>
internal sealed class StateCheck() : ModelCheck(
    "state is a value", "going on from a copy, from a file, after a reset of one sequence, and with a foreign state", 1e-9)
{
    protected override string? WhyNotApplicable(ModelUnderTest model) => CausalObstacles.OfStreaming(model);

    protected override void Check(ModelUnderTest model)
    {
        using var noGradient = no_grad();
        var stream = model.Stream ?? throw new NotSupportedException(
            $"A causal model has a streaming form, but this one is no {nameof(IStreamingModel)}.");
        var values = model.Draw().Sequences[0].Values;
        var half = int.Max(1, model.Length / 2);
        var first = values.narrow(1, 0, half);
        using var state = stream.NewState(model.Batch);
        foreach (var (path, value) in state.All())
        {
            Measure(value.count_nonzero().item<long>(), $"{path} of a new state is not zero");
        }

        stream.Chunk(first, null, state);
        using var copy = state.Copy();
        using var saved = stream.NewState(model.Batch);
        Reload(state, saved);
        var expected = stream.Chunk(first, null, state);
        Compare(expected, stream.Chunk(first, null, copy), "from a copy");
        Compare(expected, stream.Chunk(first, null, saved), "from a file");

        // The first sequence is reset; all others continue.
        using var fresh = stream.NewState(model.Batch);
        var restarted = stream.Chunk(first, null, fresh);
        var before = state.Copy();
        state.Reset(TensorRange.Of(model.Batch, ScalarType.Int64).eq(Scalars.Zero));
        var mixed = stream.Chunk(first, null, state);
        Compare(restarted[0], mixed[0], "the sequence that was reset");
        Compare(
            stream.Chunk(first, null, before).narrow(0, 1, model.Batch - 1),
            mixed.narrow(0, 1, model.Batch - 1),
            "the sequences beside one that was reset");
        before.Dispose();
        CheckForeign(stream, values, model.Batch);
    }

    private void CheckForeign(IStreamingModel stream, Tensor values, long batch)
    {
        using var foreign = StreamState.OfModel("another architecture", ("blocks.0", StreamState.Empty(batch)));
        try
        {
            stream.Step(values.select(1, 0), foreign).Dispose();
            Measure(double.PositiveInfinity, "the state of another architecture was taken");
        }
        catch (ArgumentException)
        {
            // The expected exception.
        }
    }

    private static void Reload(StreamState from, StreamState into)
    {
        var folder = Directory.CreateTempSubdirectory("serpent-verify-");
        try
        {
            var path = Path.Combine(folder.FullName, "state.safetensors");
            from.Save(path);
            into.Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
