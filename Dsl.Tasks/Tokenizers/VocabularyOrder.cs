namespace SerpentDsl.Tasks;

/// <summary>Puts the tokens of a vocabulary into the order of their ids.</summary>
internal static class VocabularyOrder
{
    /// <summary>The tokens by id.</summary>
    /// <exception cref="FormatException">The ids are not 0, 1, …, each once.</exception>
    public static string[] Of(IReadOnlyDictionary<string, int> ids)
    {
        var names = new string[ids.Count];
        foreach (var (name, id) in ids)
        {
            if ((uint)id >= (uint)names.Length || names[id] is not null)
            {
                throw new FormatException(
                    $"its {names.Length:N0} tokens do not have the ids 0 … {names.Length - 1}, each once: '{name}' has {id}.");
            }

            names[id] = name;
        }

        return names.Length > 0 ? names : throw new FormatException("its vocabulary is empty.");
    }
}
