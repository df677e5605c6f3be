namespace SerpentDsl.Tasks;

/// <summary>A task whose data can be downloaded.</summary>
public interface IPublishedTask : ITask
{
    /// <summary>The files to download.</summary>
    IReadOnlyList<PublicFile> PublicFiles { get; }
}
