using SerpentDsl.Kernels.Compression;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// The clocks of a causal compression at the next input of every sequence: intervals in ticks, as <see cref="TimeTiles"/> rounds them, and
/// which sequences emit a point.
/// </summary>
internal unsafe struct CompressionClockKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Features, H.</summary>
    public int Features;

    /// <summary>Inputs of a window, W.</summary>
    public int Window;

    /// <summary>The inputs, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>Weights w_delta of the intervals, <c>[features]</c>; not read if the intervals are fixed.</summary>
    public float* Weight;

    /// <summary>Bias b of the intervals.</summary>
    public double Bias;

    /// <summary>Rate ρ.</summary>
    public CompressionRate Rate;

    /// <summary>The intervals if they depend on no input; null: they are learned.</summary>
    public FixedIntervals? Fixed;

    /// <summary>Number of inputs before this one, <c>[batch]</c>.</summary>
    public long* Seen;

    /// <summary>Ticks, less those of the points emitted, at which the next point is emitted.</summary>
    public long Due;

    /// <summary>Ticks less those of the points emitted, <c>[batch]</c>; updated.</summary>
    public long* Phases;

    /// <summary>Ticks since the earlier inputs, <c>[batch, window − 1]</c>; updated.</summary>
    public long* Ages;

    /// <summary>The sequences that emit a point, in their order; <see cref="Count"/> of <c>[batch]</c> are written.</summary>
    public long* Emitting;

    /// <summary>Result: number of sequences that emit.</summary>
    public int Count;

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var intervals = (double*)Scratch.Floats(2L * Batch);
        FindIntervals<TLanes>(intervals);
        var most = Ticks.Most(Rate);
        Count = 0;
        for (nint sequence = 0; sequence < Batch; sequence++)
        {
            var ticks = Ticks.Of(intervals[sequence], most);
            var ages = Ages + (sequence * (Window - 1));
            for (var place = 0; place < Window - 1; place++)
            {
                ages[place] += ticks;
            }

            Phases[sequence] += ticks;
            if (Phases[sequence] >= Due)
            {
                Phases[sequence] -= Ticks.PerPoint;
                Emitting[Count++] = sequence;
            }
        }
    }

    private readonly void FindIntervals<TLanes>(double* intervals)
        where TLanes : struct, ILanes<TLanes>
    {
        if (Fixed is not { } given)
        {
            LaneTiles<IntervalTiles, TLanes>.RunAll(new IntervalTiles
            {
                Inputs = Inputs,
                Weight = Weight,
                Bias = Bias,
                Rate = Rate.Value,
                Features = Features,
                Positions = Batch,
                Intervals = intervals,
            });
            return;
        }

        for (nint sequence = 0; sequence < Batch; sequence++)
        {
            intervals[sequence] = given.At(Seen[sequence]);
        }
    }
}
