namespace SerpentDsl.Experiments.Timings;

/// <summary>Objects of a case that no dispose scope frees: modules, states, optimizers.</summary>
internal sealed class Belongings : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>Adds an object that is disposed together with this.</summary>
    public T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Add(item);
        return item;
    }

    public void Dispose()
    {
        foreach (var item in Enumerable.Reverse(_owned))
        {
            item.Dispose();
        }

        _owned.Clear();
    }
}
