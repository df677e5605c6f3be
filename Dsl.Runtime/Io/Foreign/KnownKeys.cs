using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>
/// The keys of a JSON object that another program wrote, as its reader here knows them: those that it understands, whose values it checks,
/// and those known to be harmless, each with the reason. What a reader does not look at must not count as agreement, so any other key is
/// named and refused.
/// </summary>
/// <example>
/// <code>
/// private static readonly KnownKeys s_keys = new KnownKeys()
///     .Understood("vocab_size", "hidden_size")
///     .Harmless("it says which program wrote the file", "transformers_version");
/// </code>
/// </example>
public sealed class KnownKeys
{
    private readonly Dictionary<string, string?> _reasons = new(StringComparer.Ordinal);

    /// <summary>Every known key, with the reason why it is harmless; null for a key that is understood.</summary>
    public IReadOnlyDictionary<string, string?> All => _reasons;

    /// <summary>Adds keys that the reader understands.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>The same object.</returns>
    public KnownKeys Understood(params IEnumerable<string> keys) => Add(null, keys);

    /// <summary>Adds keys that change nothing, whatever their value is.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="keys">The keys.</param>
    /// <returns>The same object.</returns>
    public KnownKeys Harmless(string reason, params IEnumerable<string> keys)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return Add(reason, keys);
    }

    /// <summary>What is wrong with the keys of an object: those that are not known, and those that are given twice.</summary>
    /// <param name="json">The object.</param>
    /// <param name="file">The name of the file in messages, such as <c>config.json</c>; with the path to the object where it is an inner
    /// one, such as <c>config.json, ssm_cfg</c>.</param>
    /// <returns>One clause for each key, without a full stop.</returns>
    public IEnumerable<string> Complaints(JsonElement json, string file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                yield return $"{file} gives the key '{property.Name}' twice";
            }
            else if (!_reasons.ContainsKey(property.Name))
            {
                yield return $"{file} has the key '{property.Name}', which is not known here and could change what the file means; "
                    + "remove the key if it does not";
            }
        }
    }

    private KnownKeys Add(string? reason, IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            _reasons.Add(key, reason);
        }

        return this;
    }
}
