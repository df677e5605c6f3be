namespace SerpentDsl.Kernels.Steps;

/// <summary>Receives each output of a projection as soon as it is computed.</summary>
internal interface IRowSink
{
    /// <summary>Takes an output. Outputs come in any order, and from several threads.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="row">The output.</param>
    /// <param name="value">Its value, bias included.</param>
    void Put(int sequence, int row, float value);
}
