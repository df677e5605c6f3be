
namespace SerpentDsl.Tasks.Tests;

/// <summary>Keeps every report; unlike <see cref="Progress{T}"/> on the thread that reports.</summary>
internal sealed class Reports : IProgress<TaskProgress>
{
    public event Action? Reported;

    public List<TaskProgress> All { get; } = [];

    public void Report(TaskProgress value)
    {
        All.Add(value);
        Reported?.Invoke();
    }
}
