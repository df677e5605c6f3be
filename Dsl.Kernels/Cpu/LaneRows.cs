namespace SerpentDsl.Kernels.Cpu;

/// <summary>Loops over rows of floats of any length.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class LaneRows<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>target += source.</summary>
    public static void Add(float* target, float* source, nint count)
    {
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(target + i) + TLanes.Load(source + i), target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }

    /// <summary>target += Σ factor_r · row_r.</summary>
    /// <param name="target">Sums, <c>[count]</c>.</param>
    /// <param name="factors">One for each row.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="distance">Floats from a row to the next.</param>
    /// <param name="rowCount">How many rows there are.</param>
    /// <param name="count">Length of the rows.</param>
    public static void AddScaled(float* target, float* factors, float* rows, nint distance, nint rowCount, nint count)
    {
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            var sum = TLanes.Load(target + i);
            for (nint row = 0; row < rowCount; row++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[row]), TLanes.Load(rows + (row * distance) + i), sum);
            }

            TLanes.Store(sum, target + i);
        }

        for (; i < count; i++)
        {
            for (nint row = 0; row < rowCount; row++)
            {
                target[i] = MathF.FusedMultiplyAdd(factors[row], rows[(row * distance) + i], target[i]);
            }
        }
    }

    /// <summary>Copies a row and fills the rest with zeros.</summary>
    /// <param name="target">Where to, <c>[width]</c>.</param>
    /// <param name="source">The row, <c>[count]</c>.</param>
    /// <param name="count">Its length, at most the width.</param>
    /// <param name="width">A multiple of a register.</param>
    public static void Copy(float* target, float* source, nint count, nint width)
    {
        if (count < width)
        {
            new ReadOnlySpan<float>(source, (int)count).CopyTo(new Span<float>(target, (int)count));
            new Span<float>(target + count, (int)(width - count)).Clear();
            return;
        }

        for (nint i = 0; i < width; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(source + i), target + i);
        }
    }

    /// <summary>target = factor · source.</summary>
    public static void Scale(float* target, float factor, float* source, nint count)
    {
        var broadcast = TLanes.Broadcast(factor);
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(broadcast * TLanes.Load(source + i), target + i);
        }

        for (; i < count; i++)
        {
            target[i] = factor * source[i];
        }
    }

    /// <summary>Replaces every element by its exponential (<see cref="LaneMath{TLanes}.Exp"/>).</summary>
    /// <param name="values">The elements; memory up to the next whole register is read and written as well.</param>
    /// <param name="count">How many there are.</param>
    public static void ExpInPlace(float* values, nint count)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(LaneMath<TLanes>.Exp(TLanes.Load(values + i)), values + i);
        }
    }

    /// <summary>Σ left · right: products in float32, their sum in float64.</summary>
    public static double Dot(float* left, float* right, nint count)
    {
        var lanes = stackalloc double[TLanes.Count];
        new Span<double>(lanes, TLanes.Count).Clear();
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.AddTo(lanes, TLanes.Load(left + i) * TLanes.Load(right + i));
        }

        double sum = 0;
        for (; i < count; i++)
        {
            sum += left[i] * right[i];
        }

        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }

    /// <summary>Σ left · right in float32.</summary>
    public static float DotNarrow(float* left, float* right, nint count)
    {
        nint lanes = TLanes.Count, i = 0;
        var (first, second, third, fourth) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (; i <= count - (4 * lanes); i += 4 * lanes)
        {
            first = TLanes.MultiplyAdd(TLanes.Load(left + i), TLanes.Load(right + i), first);
            second = TLanes.MultiplyAdd(TLanes.Load(left + i + lanes), TLanes.Load(right + i + lanes), second);
            third = TLanes.MultiplyAdd(TLanes.Load(left + i + (2 * lanes)), TLanes.Load(right + i + (2 * lanes)), third);
            fourth = TLanes.MultiplyAdd(TLanes.Load(left + i + (3 * lanes)), TLanes.Load(right + i + (3 * lanes)), fourth);
        }

        for (; i <= count - lanes; i += lanes)
        {
            first = TLanes.MultiplyAdd(TLanes.Load(left + i), TLanes.Load(right + i), first);
        }

        var sum = TLanes.Sum(first + second + (third + fourth));
        for (; i < count; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
