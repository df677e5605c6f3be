namespace SerpentDsl.Tasks;

/// <summary>Progress of a task's preparation.</summary>
/// <param name="Activity">What is being done, such as "drawing ListOps trees".</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 when unknown.</param>
public readonly record struct TaskProgress(string Activity, long Done, long Total);
