namespace SerpentDsl.Kernels.Steps;

/// <summary>Writes outputs down with the skip connection, y + D ∘ u, <c>[batch, rows]</c>.</summary>
/// <param name="target">Destination.</param>
/// <param name="inputs">u, <c>[batch, rows]</c>.</param>
/// <param name="skip">Skip weights D, <c>[rows]</c>.</param>
/// <param name="rows">Outputs of a sequence.</param>
internal readonly unsafe struct SkipStore(float* target, float* inputs, float* skip, int rows) : IRowSink
{
    /// <inheritdoc/>
    public void Put(int sequence, int row, float value)
    {
        var at = ((nint)sequence * rows) + row;
        target[at] = value + (skip[row] * inputs[at]);
    }
}
