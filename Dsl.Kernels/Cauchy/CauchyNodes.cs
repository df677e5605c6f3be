namespace SerpentDsl.Kernels.Cauchy;

/// <summary>The nodes z = 2(1 − ω)/(1 + ω) = i·t at ω = e^{−2πik/n}: t = 2 tan(πk/n), as unevaluated sums of two float32 numbers.</summary>
/// <remarks>Near a resonance |w| − t is far smaller than either; with both as such sums the difference keeps all its digits.</remarks>
internal sealed class CauchyNodes
{
    private static CauchyNodes? s_last;

    private readonly long _nodes;

    private CauchyNodes(long nodes, long bins)
    {
        _nodes = nodes;
        High = GC.AllocateUninitializedArray<float>(checked((int)bins), pinned: true);
        Low = GC.AllocateUninitializedArray<float>((int)bins, pinned: true);
        for (var k = 0; k < High.Length; k++)
        {
            var t = 2 * Math.Tan(Math.PI * k / nodes);
            High[k] = (float)t;
            Low[k] = (float)(t - High[k]);
        }
    }

    /// <summary>The rounded values, pinned.</summary>
    public float[] High { get; }

    /// <summary>The rounding errors, pinned.</summary>
    public float[] Low { get; }

    /// <summary>The nodes of a circle but ω = −1. The last table is kept: all layers of a model use the same nodes.</summary>
    /// <param name="shape">Which circle.</param>
    public static CauchyNodes Of(CauchyShape shape)
    {
        var last = Volatile.Read(ref s_last);
        if (last is null || last._nodes != shape.Nodes)
        {
            Volatile.Write(ref s_last, last = new CauchyNodes(shape.Nodes, shape.FiniteBins));
        }

        return last;
    }
}
