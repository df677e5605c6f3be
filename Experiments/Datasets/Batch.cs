namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// Rows of a dataset as tensors on the model's device: the inputs of a head and the targets. One class for each kind of dataset.
/// </summary>
internal abstract class Batch : IDisposable
{
    /// <summary>Number of tokens that the model reads, without padding.</summary>
    public abstract int Tokens { get; }

    /// <summary>Frees those tensors that belong to no dispose scope.</summary>
    public virtual void Dispose()
    {
    }
}
