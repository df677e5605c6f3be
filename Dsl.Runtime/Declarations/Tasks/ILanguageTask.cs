namespace SerpentDsl.Tasks;

/// <summary>
/// The prediction of the next token of running text. Each split is one stream, which the training loop cuts into blocks; id 0 is an
/// ordinary token, because no block is padded.
/// </summary>
public interface ILanguageTask : ITask
{
    /// <summary>Reads the splits; cached ones are not prepared again. The caller disposes of the result.</summary>
    /// <param name="context">Folders of data and cache, and a receiver of progress.</param>
    /// <param name="cancellation">Stops the work; no incomplete file stays in the cache.</param>
    /// <exception cref="TaskDataException">The data is missing or malformed; the message says where and what to do.</exception>
    LanguageSplits Load(TaskContext context, CancellationToken cancellation);
}
