using SerpentDsl.Functions;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// The fused step of <see cref="CausalCompression"/>: updates the state in place, and allocates neither tensors nor managed memory.
/// </summary>
internal static class CompressionStep
{
    // Indices of the state's scratch buffers.
    private const int EmittingRoom = 0;
    private const int PointRoom = 1;
    private const int ResultRoom = 2;

    /// <summary>Runs the step. All tensors must be contiguous float32 on the CPU, and the clock must count ticks.</summary>
    /// <param name="parameters">Parameters of the layer.</param>
    /// <param name="form">Settings of the layer.</param>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="inner">The layer that runs over the points.</param>
    /// <param name="state">The layer's state; changed in place.</param>
    /// <param name="output">Written to, <c>[batch, branch features]</c>.</param>
    public static unsafe void Run(
        in CompressionParameters parameters, in CompressionForm form, Tensor u, StreamingLayer inner, StreamState state, Tensor output)
    {
        var offset = (long)(form.Offset * Ticks.PerPoint);
        var seen = TensorMemory.Longs(state.InPlace(CausalCompression.Seen));
        var earlier = state.InPlace(CausalCompression.Ages);
        var clock = new CompressionClockKernel
        {
            Batch = checked((int)state.Batch),
            Features = checked((int)u.size(1)),
            Window = checked((int)earlier.size(1) + 1),
            Inputs = TensorMemory.Floats(u),
            Weight = parameters.HeadWeight is { } weight ? TensorMemory.Floats(weight) : null,
            Bias = *TensorMemory.Floats(parameters.HeadBias),
            Rate = form.Rate,
            Fixed = form.Fixed,
            Seen = seen,
            Due = Ticks.PerPoint - offset,
            Phases = TensorMemory.Longs(state.InPlace(CausalCompression.Phase)),
            Ages = TensorMemory.Longs(earlier),
            Emitting = TensorMemory.Longs(state.Room(EmittingRoom, 1, state[CausalCompression.Seen])),
        };
        LaneWidth.Dispatch(ref clock);
        var width = parameters.Bias.size(0);
        var place = PlaceFor(clock.Count, state);
        Tensor points = place.Room(PointRoom, width, u), results = place.Room(ResultRoom, width, u);
        var window = new CompressionWindowKernel
        {
            Batch = clock.Batch,
            Features = clock.Features,
            Window = clock.Window,
            Gaussians = checked((int)parameters.Centres.size(0)),
            Outputs = checked((int)width),
            Inputs = clock.Inputs,
            Centres = TensorMemory.Floats(parameters.Centres),
            Gamma = *TensorMemory.Floats(parameters.Gamma),
            Weight = TensorMemory.Floats(parameters.Weight),
            Bias = TensorMemory.Floats(parameters.Bias),
            Phases = clock.Phases,
            Offset = offset,
            Past = TensorMemory.Floats(state.InPlace(CausalCompression.Inputs)),
            Ages = clock.Ages,
            Seen = seen,
            Emitting = clock.Emitting,
            Count = clock.Count,
            Points = TensorMemory.Floats(points),
        };
        LaneWidth.Dispatch(ref window);
        GC.KeepAlive(u);
        var held = state.InPlace(CausalCompression.Held);
        if (clock.Count > 0)
        {
            var rows = new ReadOnlySpan<long>(clock.Emitting, clock.Count);
            StepInner(inner, rows, points, state, place, results);
            Hold(rows, TensorMemory.Floats(results), TensorMemory.Floats(held), (int)width);
        }

        held.bytes.CopyTo(output.bytes);
    }

    /// <summary>
    /// The state in which the points are computed and the inner layer steps over them: the state itself if every sequence has a point,
    /// otherwise a part for the sequences that have one.
    /// </summary>
    private static StreamState PlaceFor(int count, StreamState state)
    {
        if (state.Batch > 1 && !state.HasParts)
        {
            state.MakeParts();
        }

        return count is 0 || count == state.Batch ? state : state.Part(count);
    }

    private static void StepInner(
        StreamingLayer inner, ReadOnlySpan<long> rows, Tensor points, StreamState state, StreamState place, Tensor results)
    {
        if (ReferenceEquals(place, state))
        {
            inner.Step(points, state.Child(0), results);
            return;
        }

        // The remaining rows of a part are left over from other steps; they are also advanced, but never read.
        state.TakeRows(rows, place);
        inner.Step(points, place.Child(0), results);
        state.PutRows(rows, place);
    }

    private static unsafe void Hold(ReadOnlySpan<long> rows, float* made, float* held, int width)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            new ReadOnlySpan<float>(made + ((nint)i * width), width).CopyTo(new Span<float>(held + ((nint)rows[i] * width), width));
        }
    }
}
