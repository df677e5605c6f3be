namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>The sizes of a selective scan.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Length">Positions of a sequence, padding included.</param>
/// <param name="Features">Channels.</param>
/// <param name="State">Numbers of a channel's state.</param>
public readonly record struct SelectiveScanShape(int Batch, int Length, int Features, int State)
{
    /// <summary>Elements of an array <c>[batch, length, features]</c>.</summary>
    public long Inputs => (long)Batch * Length * Features;

    /// <summary>Elements of an array <c>[batch, length, state]</c>.</summary>
    public long Weights => (long)Batch * Length * State;

    /// <summary>Elements of an array <c>[batch, features, state]</c>.</summary>
    public long States => (long)Batch * Features * State;

    /// <summary>Refuses sizes below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(State, 1);
    }
}
