namespace SerpentDsl.Kernels.Steps;

/// <summary>Writes outputs down, <c>[batch, rows]</c>.</summary>
/// <param name="target">Destination.</param>
/// <param name="rows">Outputs of a sequence.</param>
internal readonly unsafe struct RowStore(float* target, int rows) : IRowSink
{
    /// <inheritdoc/>
    public void Put(int sequence, int row, float value) => target[((nint)sequence * rows) + row] = value;
}
