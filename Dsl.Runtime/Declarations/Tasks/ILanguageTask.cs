namespace SerpentDsl.Tasks;

/// <summary>
/// The prediction of the next token of running text. Each split is one stream, which whoever trains cuts into blocks; id 0 is
/// an ordinary token, for no block is padded.
/// </summary>
public interface ILanguageTask : ITask
{
    /// <summary>Reads the splits, making nothing that is already cached. The caller disposes of the result.</summary>
    /// <param name="context">Where data may be found and cached, and whom to tell about progress.</param>
    /// <param name="cancellation">Stops the work; nothing half-made stays in the cache.</param>
    /// <exception cref="TaskDataException">The data is missing or malformed; the message says where and what to do.</exception>
    LanguageSplits Load(TaskContext context, CancellationToken cancellation);
}
