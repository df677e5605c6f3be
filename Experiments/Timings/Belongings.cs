namespace SerpentDsl.Experiments.Timings;

/// <summary>What a case made and no dispose scope frees: modules, states, optimizers.</summary>
internal sealed class Belongings : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>Adds something to dispose.</summary>
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
