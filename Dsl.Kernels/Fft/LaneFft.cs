using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Fft;

/// <summary>
/// Complex transforms of as many sequences as there are lanes, in place: row t holds the real parts of all at t, then the imaginary parts.
/// Lanes never meet, so there is no shuffle and no transposition. Passes descend depth first, so that the late passes stay in the cache.
/// </summary>
/// <remarks>
/// A real sequence of twice the size is the same memory: its even elements are the real parts of the rows, its odd elements the imaginary
/// parts. The first pass can read the sequence in place, and the last pass can write it, whatever the distance of two elements.
/// </remarks>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe partial class LaneFft<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Blocks of up to so many rows are transformed pass by pass: they stay in the first-level cache.</summary>
    private const int FewRows = 128;

    /// <summary>Transforms rows of time into rows of frequency, in the plan's order.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="plan">Plan for the number of rows.</param>
    public static void Forward(float* rows, FftPlan plan)
    {
        Pass<ForwardFft>(rows, plan, 0, 1);
        ForwardQuarters(rows, plan);
    }

    /// <summary>Transforms real sequences, which zeros follow up to the plan's size.</summary>
    /// <param name="source">Elements at time 0.</param>
    /// <param name="stride">Floats from one time to the next.</param>
    /// <param name="length">Number of times, up to twice the plan's size.</param>
    /// <param name="rows">Receives the frequencies.</param>
    /// <param name="plan">Plan of the transform.</param>
    public static void ForwardFrom(float* source, long stride, int length, float* rows, FftPlan plan)
    {
        ReadingPass(source, stride, length, rows, plan);
        ForwardQuarters(rows, plan);
    }

    /// <summary>Transforms rows of frequency, in the plan's order, into rows of time, times the size.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="plan">Plan for the number of rows.</param>
    public static void Inverse(float* rows, FftPlan plan)
    {
        InverseQuarters(rows, plan);
        Pass<InverseFft>(rows, plan, 0, 1);
    }

    /// <summary>Transforms rows of frequency into real sequences, times the plan's size.</summary>
    /// <param name="rows">The frequencies; they are overwritten.</param>
    /// <param name="plan">Plan for the number of rows.</param>
    /// <param name="target">Receives the elements at time 0.</param>
    /// <param name="stride">Floats from one time to the next.</param>
    /// <param name="length">How many times are needed, up to twice the plan's size.</param>
    public static void InverseTo(float* rows, FftPlan plan, float* target, long stride, int length)
    {
        InverseQuarters(rows, plan);
        WritingPass(rows, plan, target, stride, length);
    }

    private static void ForwardQuarters(float* rows, FftPlan plan)
    {
        if (plan.Radices.Length == 1)
        {
            return;
        }

        for (var quarter = 0; quarter < 4; quarter++)
        {
            Descend(rows + ((long)quarter * plan.Blocks[1] * 2 * TLanes.Count), plan, 1);
        }
    }

    private static void InverseQuarters(float* rows, FftPlan plan)
    {
        if (plan.Radices.Length == 1)
        {
            return;
        }

        for (var quarter = 0; quarter < 4; quarter++)
        {
            Ascend(rows + ((long)quarter * plan.Blocks[1] * 2 * TLanes.Count), plan, 1);
        }
    }

    private static void Descend(float* rows, FftPlan plan, int level)
    {
        int block = plan.Blocks[level], radix = plan.Radices[level];
        if (block <= FewRows || level == plan.Radices.Length - 1)
        {
            for (var deeper = level; deeper < plan.Radices.Length; deeper++)
            {
                Pass<ForwardFft>(rows, plan, deeper, block / plan.Blocks[deeper]);
            }

            return;
        }

        Pass<ForwardFft>(rows, plan, level, 1);
        for (var part = 0; part < radix; part++)
        {
            Descend(rows + ((long)part * plan.Blocks[level + 1] * 2 * TLanes.Count), plan, level + 1);
        }
    }

    private static void Ascend(float* rows, FftPlan plan, int level)
    {
        int block = plan.Blocks[level], radix = plan.Radices[level];
        if (block <= FewRows || level == plan.Radices.Length - 1)
        {
            for (var deeper = plan.Radices.Length - 1; deeper >= level; deeper--)
            {
                Pass<InverseFft>(rows, plan, deeper, block / plan.Blocks[deeper]);
            }

            return;
        }

        for (var part = 0; part < radix; part++)
        {
            Ascend(rows + ((long)part * plan.Blocks[level + 1] * 2 * TLanes.Count), plan, level + 1);
        }

        Pass<InverseFft>(rows, plan, level, 1);
    }

    private static void Pass<TDirection>(float* rows, FftPlan plan, int level, int blocks)
        where TDirection : struct, IFftDirection
    {
        var count = plan.Blocks[level] / plan.Radices[level];
        fixed (float* twiddles = plan.Twiddles[level])
        {
            var step = (long)plan.Blocks[level] * 2 * TLanes.Count;
            for (var block = 0; block < blocks; block++)
            {
                var at = rows + (block * step);
                switch (plan.Radices[level])
                {
                    case 2:
                        Two(at);
                        break;
                    case 3:
                        Three<TDirection>(at, count, twiddles);
                        break;
                    case 4:
                        Four<TDirection>(at, count, twiddles);
                        break;
                    case 5:
                        Five<TDirection>(at, count, twiddles);
                        break;
                    default:
                        Eight<TDirection>(at);
                        break;
                }
            }
        }
    }
}
