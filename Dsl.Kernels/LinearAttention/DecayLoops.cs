using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>The gradient with respect to the logarithm of a decay, a row of two registers of keys.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class DecayLoops<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>gradient += q ⊙ ∂q − k ⊙ ∂k: from a position to the one before.</summary>
    /// <param name="gradient">Changed.</param>
    /// <param name="query">q.</param>
    /// <param name="forQuery">∂q.</param>
    /// <param name="key">k.</param>
    /// <param name="forKey">∂k.</param>
    public static void Add(float* gradient, float* query, float* forQuery, float* key, float* forKey)
    {
        for (var at = 0; at < StateWalk.Width(TLanes.Count); at += TLanes.Count)
        {
            var sum = TLanes.MultiplyAdd(TLanes.Load(query + at), TLanes.Load(forQuery + at), TLanes.Load(gradient + at));
            TLanes.Store(TLanes.MultiplyAddNegated(TLanes.Load(key + at), TLanes.Load(forKey + at), sum), gradient + at);
        }
    }

    /// <summary>gradient = decay ⊙ Σ before ⊙ after over the rows.</summary>
    /// <param name="gradient">Overwritten.</param>
    /// <param name="after">The gradients of the state after the decay, <c>[rows, width]</c>.</param>
    /// <param name="before">The state before it, like <paramref name="after"/>.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="decay">The decay; null: one.</param>
    /// <param name="count">Keys of the block.</param>
    /// <param name="perKey">Whether each key has its own decay.</param>
    public static void Exact(float* gradient, float* after, float* before, int rows, float* decay, int count, bool perKey)
    {
        nint width = StateWalk.Width(TLanes.Count);
        for (nint at = 0; at < width; at += TLanes.Count)
        {
            var sum = TLanes.Zero;
            for (nint row = 0; row < rows; row++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(after + (row * width) + at), TLanes.Load(before + (row * width) + at), sum);
            }

            TLanes.Store(sum, gradient + at);
        }

        for (nint key = 0; decay != null && key < count; key++)
        {
            gradient[key] *= decay[perKey ? key : 0];
        }
    }
}
