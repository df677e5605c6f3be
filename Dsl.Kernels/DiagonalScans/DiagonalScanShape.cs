namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>The sizes of a diagonal scan.</summary>
/// <param name="Batch">Sequences, at least 1.</param>
/// <param name="Length">Positions of a sequence, at least 1.</param>
/// <param name="Modes">Complex numbers of a state, at least 1.</param>
/// <param name="Directions">1, or 2 where the same inputs are also scanned from the last position to the first.</param>
public readonly record struct DiagonalScanShape(int Batch, int Length, int Modes, int Directions = 1)
{
    /// <summary>Floats of the inputs, <c>[batch, length, modes, 2]</c>.</summary>
    public long Inputs => (long)Batch * Length * Modes * 2;

    /// <summary>Floats of the states of all positions, <c>[batch, length, directions, modes, 2]</c>.</summary>
    public long States => Inputs * Directions;

    /// <summary>Floats of one state of every sequence, <c>[batch, modes, 2]</c>.</summary>
    public long Initial => (long)Batch * Modes * 2;

    /// <summary>Refuses sizes outside their ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Modes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Directions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Directions, 2);
    }
}
