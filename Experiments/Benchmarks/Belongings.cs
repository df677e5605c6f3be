namespace SerpentDsl.Experiments.Benchmarks;

/// <summary>What a case made and no dispose scope frees: modules, states, optimizers.</summary>
internal sealed class Belongings : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>Takes something over.</summary>
    public T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Add(item);
        return item;
    }

    public void Dispose()
    {
        foreach (IDisposable item in Enumerable.Reverse(_owned))
        {
            item.Dispose();
        }

        _owned.Clear();
    }
}
