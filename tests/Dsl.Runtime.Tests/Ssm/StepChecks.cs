using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>What must hold for the steps of every streaming layer.</summary>
internal static class StepChecks
{
    /// <summary>Applies the layer step by step, from a new state.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs"><c>[length, batch, features]</c>.</param>
    /// <returns>The outputs, <c>[length, batch, features]</c>, and the state after the last step.</returns>
    public static (Tensor Outputs, StreamState State) Run(StreamingLayer layer, Tensor inputs)
    {
        var state = layer.NewState(inputs.shape[1]);
        return (stack([.. Enumerable.Range(0, (int)inputs.shape[0]).Select(token => layer.Step(inputs.select(0, token), state))]), state);
    }

    /// <summary>
    /// The fused steps equal those of the reference path and those in float64, with their states. Leaves the layer in float64.
    /// </summary>
    public static void AssertEqualsReferencePath(StreamingLayer layer, Tensor inputs, double tolerance = 2e-5)
    {
        var (fused, fusedState) = Run(layer, inputs);
        Tensor reference;
        StreamState referenceState;
        using (FusedKernels.Off())
        {
            (reference, referenceState) = Run(layer, inputs);
        }

        var (exact, _) = Run((StreamingLayer)layer.to(ScalarType.Float64), inputs.to(ScalarType.Float64));
        Tolerance.AssertClose(exact, fused, tolerance, "outputs against float64");
        Tolerance.AssertClose(reference, fused, tolerance, "outputs against the reference path");
        foreach (var (expected, actual) in referenceState.All().Zip(fusedState.All()))
        {
            Tolerance.AssertClose(expected.Value, actual.Value, tolerance, actual.Path);
        }
    }

    /// <summary>Steps after a chunk equal the chunk of the whole, whatever the inputs' strides are.</summary>
    public static void AssertContinuesAChunk(StreamingLayer layer, int features, Tensor? lengthsOfNine)
    {
        var inputs = randn(4, features, 12).transpose(1, 2);               // [batch, length, features], features not innermost
        using StreamState state = layer.NewState(4), whole = layer.NewState(4);
        layer.Chunk(inputs.narrow(1, 0, 9), lengthsOfNine, state);
        var expected = layer.Chunk(inputs, null, whole);
        for (var position = 9; position < 12; position++)
        {
            var output = layer.Step(inputs.select(1, position), state);
            Tolerance.AssertClose(expected.select(1, position), output, 2e-5, $"position {position}");
        }
    }

    /// <summary>
    /// Many steps into the caller's memory allocate nothing, leave no tensors and a state of the same size, and give the bits of a step
    /// that allocates its result.
    /// </summary>
    public static void AssertNoGarbage(StreamingLayer layer, Tensor u, int steps)
    {
        var output = empty_like(u);
        using var state = layer.NewState(u.shape[0]);
        layer.Step(u, state, output);
        var bytes = state.Bytes;
        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => layer.Step(u, state, output), steps);
        }

        Assert.Equal(bytes, state.Bytes);
        Assert.True(output.isfinite().all().item<bool>());
        using StreamState again = layer.NewState(u.shape[0]), fresh = layer.NewState(u.shape[0]);
        Assert.Same(output, layer.Step(u, again, output));
        Assert.True(layer.Step(u, fresh).Equals(output));
    }

    /// <summary>The bits of the outputs are those of another run, and of a run with one thread.</summary>
    public static void AssertSameBitsWithAnyThreads(StreamingLayer layer, Tensor inputs)
    {
        var (first, _) = Run(layer, inputs);
        var before = get_num_threads();
        foreach (var threads in new[] { before, 1 })
        {
            set_num_threads(threads);
            try
            {
                Assert.True(first.Equals(Run(layer, inputs).Outputs), $"{threads} threads");
            }
            finally
            {
                set_num_threads(before);
            }
        }
    }

    /// <summary>Inputs, results and states of wrong sizes are refused with both sizes. The layer has four features.</summary>
    public static void AssertRefusesWrongSizes(StreamingLayer layer)
    {
        using var state = layer.NewState(2);
        foreach (var fused in new[] { true, false })
        {
            using var path = fused ? null : FusedKernels.Off();
            Assert.Contains("[batch, 4], not [2, 5]", Message(layer, zeros(2, 5), state, zeros(2, 4)), StringComparison.Ordinal);
            Assert.Contains("[2, 4], not [3, 4]", Message(layer, zeros(2, 4), state, zeros(3, 4)), StringComparison.Ordinal);
            Assert.Contains("of 2 sequences, the input of 3", Message(layer, zeros(3, 4), state, zeros(3, 4)), StringComparison.Ordinal);
        }
    }

    /// <summary>The state of another layer is refused.</summary>
    public static void AssertRefusesState(StreamingLayer layer, StreamingLayer other, string message)
    {
        using var state = other.NewState(2);
        Assert.Contains(message, Message(layer, zeros(2, 4), state, zeros(2, 4)), StringComparison.Ordinal);
    }

    private static string Message(StreamingLayer layer, Tensor u, StreamState state, Tensor output) =>
        Assert.ThrowsAny<ArgumentException>(() => layer.Step(u, state, output)).Message;
}
