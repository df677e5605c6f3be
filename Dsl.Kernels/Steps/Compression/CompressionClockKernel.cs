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

    /// <summary>H.</summary>
    public int Features;

    /// <summary>W.</summary>
    public int Window;

    /// <summary>The inputs, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>w_delta, <c>[features]</c>.</summary>
    public float* Weight;

    /// <summary>b.</summary>
    public double Bias;

    /// <summary>ρ.</summary>
    public CompressionRate Rate;

    /// <summary>Ticks since the last point, <c>[batch]</c>; move on.</summary>
    public long* Phases;

    /// <summary>Ticks since the earlier inputs, <c>[batch, window − 1]</c>; move on.</summary>
    public long* Ages;

    /// <summary>The sequences that emit a point, in their order; <see cref="Count"/> of <c>[batch]</c> are written.</summary>
    public long* Emitting;

    /// <summary>How many emit: the result.</summary>
    public int Count;

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var intervals = (double*)Scratch.Floats(2L * Batch);
        var tiles = new IntervalTiles
        {
            Inputs = Inputs,
            Weight = Weight,
            Bias = Bias,
            Rate = Rate.Value,
            Features = Features,
            Positions = Batch,
            Intervals = intervals,
        };
        LaneTiles<IntervalTiles, TLanes>.RunAll(tiles);

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
            if (Phases[sequence] >= Ticks.PerPoint)
            {
                Phases[sequence] -= Ticks.PerPoint;
                Emitting[Count++] = sequence;
            }
        }
    }
}
