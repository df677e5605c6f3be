using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>A block of columns of a head's state, copied between <c>[rows, width]</c> and <c>[key size, value size]</c>.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class StateBlock<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Reads columns of values; their rows are keys.</summary>
    /// <param name="block">Written to.</param>
    /// <param name="state">The state; null: zeros.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="first">The first column.</param>
    /// <param name="count">How many.</param>
    public static void Read(float* block, float* state, in LinearAttentionShape shape, int first, int count)
    {
        nint width = StateWalk.Width(TLanes.Count);
        for (nint key = 0; key < shape.KeySize; key++)
        {
            ReadRow(block + (key * width), state == null ? null : state + (key * shape.ValueSize) + first, count, width);
        }
    }

    /// <summary>Writes columns of values, multiplied by decays.</summary>
    /// <param name="block">The block.</param>
    /// <param name="state">Written to; null: nothing is.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="first">The first column.</param>
    /// <param name="count">How many.</param>
    /// <param name="decay">Decays of the keys, or one; null: the block is not multiplied.</param>
    public static void Write(float* block, float* state, in LinearAttentionShape shape, int first, int count, float* decay)
    {
        if (state == null)
        {
            return;
        }

        nint width = StateWalk.Width(TLanes.Count);
        for (nint key = 0; key < shape.KeySize; key++)
        {
            var factor = decay == null ? 1 : decay[shape.DecayPerKey ? key : 0];
            LaneRows<TLanes>.Scale(state + (key * shape.ValueSize) + first, factor, block + (key * width), count);
        }
    }

    /// <summary>Reads columns of keys; their rows are values.</summary>
    /// <param name="block">Written to.</param>
    /// <param name="state">The state; null: zeros.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="first">The first column, a key.</param>
    /// <param name="count">How many.</param>
    public static void ReadTransposed(float* block, float* state, in LinearAttentionShape shape, int first, int count)
    {
        nint width = StateWalk.Width(TLanes.Count);
        new Span<float>(block, (int)(shape.ValueSize * width)).Clear();
        for (nint key = 0; state != null && key < count; key++)
        {
            for (nint value = 0; value < shape.ValueSize; value++)
            {
                block[(value * width) + key] = state[((first + key) * shape.ValueSize) + value];
            }
        }
    }

    private static void ReadRow(float* row, float* source, int count, nint width)
    {
        if (source == null)
        {
            new Span<float>(row, (int)width).Clear();
        }
        else
        {
            LaneRows<TLanes>.Copy(row, source, count, width);
        }
    }
}
