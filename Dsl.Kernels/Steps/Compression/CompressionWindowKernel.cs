using SerpentDsl.Kernels.Compression;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// The points that a causal compression emits at an input, equation (12) over each one's window; then all windows move on by that input.
/// Runs after the clocks (<see cref="CompressionClockKernel"/>).
/// </summary>
internal unsafe struct CompressionWindowKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Features, H.</summary>
    public int Features;

    /// <summary>Inputs of a window, W.</summary>
    public int Window;

    /// <summary>Gaussians, E.</summary>
    public int Gaussians;

    /// <summary>h, width of a point.</summary>
    public int Outputs;

    /// <summary>The inputs, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>Centres μ of the Gaussians, <c>[gaussians]</c>.</summary>
    public float* Centres;

    /// <summary>Factor γ of the squared distances in the Gaussians.</summary>
    public float Gamma;

    /// <summary>Weights A, <c>[outputs, window · (features + gaussians)]</c>.</summary>
    public float* Weight;

    /// <summary>Bias a, <c>[outputs]</c>.</summary>
    public float* Bias;

    /// <summary>Ticks less those of the points emitted, this one included, <c>[batch]</c>.</summary>
    public long* Phases;

    /// <summary>How many ticks points stand before the ends of their units of time.</summary>
    public long Offset;

    /// <summary>The earlier inputs, <c>[batch, window − 1, features]</c>, oldest first; updated.</summary>
    public float* Past;

    /// <summary>Ticks since the earlier inputs, <c>[batch, window − 1]</c>; updated.</summary>
    public long* Ages;

    /// <summary>Number of inputs before this one, <c>[batch]</c>; updated.</summary>
    public long* Seen;

    /// <summary>The sequences that emit a point, <see cref="Count"/> of them.</summary>
    public long* Emitting;

    /// <summary>Number of sequences that emit; may be zero.</summary>
    public int Count;

    /// <summary>Points of the emitting sequences, <c>[count, outputs]</c>.</summary>
    public float* Points;

    private readonly int Width => Window * (Features + Gaussians);

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        if (Count > 0)
        {
            Emit<TLanes>();
        }

        for (nint sequence = 0; sequence < Batch; sequence++)
        {
            MoveOn(sequence);
        }
    }

    private readonly void Emit<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var packed = StepProjection<TLanes, RowStore>.PackedSize(Count, Width);
        var basis = (Window * Gaussians) + TLanes.Count;
        var room = Scratch.Floats(packed + ((long)Count * Width) + basis);
        var windows = room + packed;
        var exponents = windows + ((nint)Count * Width);
        for (nint point = 0; point < Count; point++)
        {
            Fill<TLanes>((nint)Emitting[point], windows + (point * Width), exponents);
        }

        StepProjection<TLanes, RowStore>.Run(Weight, Bias, windows, room, Count, Width, Outputs, new RowStore(Points, Outputs));
    }

    // For each place of the window the features of its input, then its Gaussians; the Gaussians of an input before the sequence began are
    // zero, as the input is.
    private readonly void Fill<TLanes>(nint sequence, float* row, float* exponents)
        where TLanes : struct, ILanes<TLanes>
    {
        var earlier = Window - 1;
        var ages = Ages + (sequence * earlier);
        for (var place = 0; place < Window; place++)
        {
            var inside = place >= earlier - Seen[sequence];
            var distance = (float)((double)(Phases[sequence] + Offset - (place < earlier ? ages[place] : 0)) / Ticks.PerPoint);
            for (var e = 0; e < Gaussians; e++)
            {
                var away = distance - Centres[e];
                exponents[(place * Gaussians) + e] = inside ? away * away * -Gamma : float.NegativeInfinity;
            }
        }

        LaneRows<TLanes>.ExpInPlace(exponents, Window * Gaussians);
        for (var place = 0; place < Window; place++)
        {
            var input = place < earlier ? Past + (((sequence * earlier) + place) * Features) : Inputs + (sequence * Features);
            var target = row + (place * (Features + Gaussians));
            new ReadOnlySpan<float>(input, Features).CopyTo(new Span<float>(target, Features));
            new ReadOnlySpan<float>(exponents + (place * Gaussians), Gaussians).CopyTo(new Span<float>(target + Features, Gaussians));
        }
    }

    private readonly void MoveOn(nint sequence)
    {
        Seen[sequence]++;
        var earlier = Window - 1;
        if (earlier == 0)
        {
            return;
        }

        var past = new Span<float>(Past + (sequence * earlier * Features), earlier * Features);
        past[Features..].CopyTo(past);
        new ReadOnlySpan<float>(Inputs + (sequence * Features), Features).CopyTo(past[^Features..]);
        var ages = new Span<long>(Ages + (sequence * earlier), earlier);
        ages[1..].CopyTo(ages);
        ages[^1] = 0;
    }
}
