namespace SerpentDsl.Io;

/// <summary>A Python dictionary with text keys, in its order.</summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    /// <summary>The keys in the order in which they were first set.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>The value of a key; null also if there is no such key.</summary>
    public object? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Sets a value. A key that is not a text is left out, because state dicts have none.</summary>
    public void Set(object? key, object? value)
    {
        if (key is not string name)
        {
            return;
        }

        if (!_values.ContainsKey(name))
        {
            _keys.Add(name);
        }

        _values[name] = value;
    }
}
