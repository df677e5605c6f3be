namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// Rows of a dataset as tensors on the model's device: what a head reads, and what it should predict. One class for each kind of dataset.
/// </summary>
internal abstract class Batch : IDisposable
{
    /// <summary>Number of tokens that the model reads, without padding.</summary>
    public abstract int Tokens { get; }

    /// <summary>Frees the tensors that no dispose scope frees.</summary>
    public virtual void Dispose()
    {
    }
}
