using System.Text.Json;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>
/// One JSON object of a <c>tokenizer.json</c>. A reader asks for the keys that it understands; <see cref="Finish"/> refuses all others, so
/// that nothing that could change the ids is overlooked.
/// </summary>
internal sealed class FileComponent
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <param name="element">The object.</param>
    /// <param name="place">Where it stands in the file, for messages.</param>
    /// <exception cref="FormatException">It is no object, or a key is there twice.</exception>
    public FileComponent(JsonElement element, string place)
    {
        Place = place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"its {place} is no JSON object.");
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!_values.TryAdd(property.Name, property.Value))
            {
                throw new FormatException($"its {place} has the key '{property.Name}' twice.");
            }
        }
    }

    /// <summary>Where the object stands in the file.</summary>
    public string Place { get; }

    /// <summary>The value of <c>type</c>.</summary>
    public string Type => Text("type");

    /// <summary>Whether a key is there and its value is not null.</summary>
    public bool Has(string key) => Value(key) is { ValueKind: not JsonValueKind.Null };

    /// <summary>Takes note of keys that do not change what is encoded or decoded.</summary>
    public void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _known.Add(key);
        }
    }

    /// <summary>A value that may be missing.</summary>
    public JsonElement? Value(string key)
    {
        _known.Add(key);
        return _values.TryGetValue(key, out var value) ? value : null;
    }

    /// <summary>A value that must be there.</summary>
    public JsonElement Required(string key) => Value(key) ?? throw new FormatException($"its {Place} has no '{key}'.");

    /// <summary>A text that must be there.</summary>
    public string Text(string key) => Required(key) is { ValueKind: JsonValueKind.String } value
        ? value.GetString()!
        : throw Wrong(key, "a text");

    /// <summary>A text that may be missing or null.</summary>
    public string? TextOrNull(string key) => Has(key) ? Text(key) : null;

    /// <summary>One character that must be there.</summary>
    public string Character(string key) => Text(key) is var text && text.EnumerateRunes().Count() == 1
        ? text
        : throw Wrong(key, "one character");

    /// <summary>True or false; a missing or null value is the given one, and without one is refused.</summary>
    public bool Flag(string key, bool? otherwise = null) => Has(key) || otherwise is null
        ? Required(key).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(key, "true or false"),
        }
        : otherwise.Value;

    /// <summary>A whole number that must be there, in 0 … 2³¹ − 1.</summary>
    public int Number(string key) => NumberOf(Required(key), key);

    /// <summary>A whole number in 0 … 2³¹ − 1.</summary>
    public int NumberOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw Wrong(name, "a whole number from 0");

    /// <summary>An object that must be there.</summary>
    public FileComponent Object(string key) => new(Required(key), $"{Place}.{key}");

    /// <summary>The elements of a list that must be there.</summary>
    public JsonElement[] List(string key) => Required(key) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray()]
        : throw Wrong(key, "a list");

    /// <summary>The components of a list that must be there, with their places.</summary>
    public FileComponent[] Components(string key) =>
        [.. List(key).Select((element, i) => new FileComponent(element, $"{Place}.{key}[{i}]"))];

    /// <summary>Refuses the type.</summary>
    public FormatException UnknownType() => new($"its {Place} is of the type '{Type}', which is not known here.");

    /// <summary>Refuses a value.</summary>
    public FormatException Wrong(string key, string wanted) => new($"'{key}' of its {Place} is not {wanted}.");

    /// <summary>Refuses keys that were not asked for.</summary>
    /// <exception cref="FormatException">There is such a key.</exception>
    public void Finish()
    {
        foreach (var key in _values.Keys)
        {
            if (!_known.Contains(key))
            {
                throw new FormatException($"its {Place} has the key '{key}', which is not known here.");
            }
        }
    }
}
