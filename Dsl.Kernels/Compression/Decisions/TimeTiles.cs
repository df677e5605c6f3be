using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// Sums the intervals of a sequence, in ticks or not, and counts its points: decisions and sums of <c>ResamplingIndices</c> to the last
/// bit.
/// </summary>
internal unsafe struct TimeTiles : ITiles
{
    /// <summary>How decisions are taken.</summary>
    public CompressionForm Form;

    /// <summary>Inputs of a sequence.</summary>
    public int Length;

    /// <summary>True lengths <c>[batch]</c>; null: all inputs are valid.</summary>
    public long* Lengths;

    /// <summary>Unrounded intervals, <c>[batch, length]</c>.</summary>
    public double* Unrounded;

    /// <summary>
    /// Derivatives of the unrounded intervals with respect to w_delta·u + b, zero at padding and where intervals are fixed.
    /// They are taken from the float64 intervals: rounding to float32 hides whether an interval is saturated, since ρ itself need not be a
    /// float32.
    /// </summary>
    public float* Slopes;

    /// <summary>Intervals Δ, rounded where time is counted in ticks, <c>[batch, length]</c>.</summary>
    public float* Intervals;

    /// <summary>Times t, <c>[batch, length]</c>.</summary>
    public double* Times;

    /// <summary>Points of each sequence, K, <c>[batch]</c>.</summary>
    public long* Counts;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var begin = (nint)tile * Length;
        var valid = Lengths is null ? Length : Lengths[tile];
        var most = Ticks.Most(Form.Rate);
        long clock = 0;
        double time = 0;
        for (nint i = 0; i < Length; i++)
        {
            var unrounded = i < valid ? Unrounded[begin + i] : 0;
            var interval = unrounded;
            if (Form.IntegerTicks && i < valid)
            {
                var ticks = Ticks.Of(unrounded, most);
                clock += ticks;
                interval = (double)ticks / Ticks.PerPoint;
                time = (double)clock / Ticks.PerPoint;
            }
            else
            {
                time += interval;
            }

            Slopes[begin + i] = Form.Fixed is null ? (float)(unrounded * (1 - (unrounded / Form.Rate.Value))) : 0;
            Intervals[begin + i] = (float)interval;
            Times[begin + i] = time;
        }

        // With points at the ends of their units, the bidirectional form has one for a last unit that is not full.
        var shifted = time + Form.Offset;
        var reached = (long)(Form.Causal || Form.Offset > 0 ? Math.Floor(shifted) : Math.Ceiling(shifted));
        Counts[tile] = Form.Causal ? reached : Math.Min(Form.Rate.MostPoints(valid), Math.Max(1, reached));
    }
}
