using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>GELUs, or their gradients, of a piece of an array.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TForm">The form.</typeparam>
internal readonly unsafe struct GeluPieces<TLanes, TForm> : IPieces
    where TLanes : struct, ILanes<TLanes>
    where TForm : struct, IGeluForm
{
    /// <summary>Elements of a piece.</summary>
    private const long Size = 1 << 14;

    /// <summary>Inputs.</summary>
    public required float* X { get; init; }

    /// <summary>Gradients of the outputs; null: outputs are wanted.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Receives outputs, or gradients of the inputs.</summary>
    public required float* Result { get; init; }

    /// <summary>Elements in all.</summary>
    public required long Count { get; init; }

    /// <summary>How many pieces there are.</summary>
    public int Pieces => (int)((Count + Size - 1) / Size);

    /// <inheritdoc/>
    public void Run(int piece)
    {
        int lanes = TLanes.Count;
        long from = piece * Size, to = Math.Min(Count, from + Size), whole = from + ((to - from) / lanes * lanes);
        for (long i = from; i < whole; i += lanes)
            TLanes.Store(Gradient == null ? TForm.Value(TLanes.Load(X + i)) : TLanes.Load(Gradient + i) * TForm.Slope(TLanes.Load(X + i)), Result + i);
        if (whole == to)
            return;
        float* x = stackalloc float[lanes], gradient = stackalloc float[lanes];
        TLanes.Store(TLanes.Zero, x);
        TLanes.Store(TLanes.Zero, gradient);
        for (long i = whole; i < to; i++)
            (x[i - whole], gradient[i - whole]) = (X[i], Gradient == null ? 0 : Gradient[i]);
        TLanes.Store(Gradient == null ? TForm.Value(TLanes.Load(x)) : TLanes.Load(gradient) * TForm.Slope(TLanes.Load(x)), x);
        for (long i = whole; i < to; i++)
            Result[i] = x[i - whole];
    }
}
