namespace SerpentDsl.Kernels.Steps;

/// <summary>What becomes of each output of a projection while it is at hand.</summary>
internal interface IRowSink
{
    /// <summary>Takes one. Outputs come in any order, and from several threads.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="row">The output.</param>
    /// <param name="value">Its value, bias included.</param>
    void Put(int sequence, int row, float value);
}
