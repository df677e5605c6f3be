using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>
/// Gives types the short names that a reader expects, by aliases of the generated file. A type keeps its full name where its short name
/// means something else.
/// </summary>
internal sealed class TypeNames
{
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    public TypeNames(IEnumerable<string> taken) =>
        _taken = new HashSet<string>(taken.Concat(GeneratedNames.OfClass).Concat(GeneratedNames.Inner), StringComparer.Ordinal);

    /// <summary>The aliases of all types whose names were requested.</summary>
    public EquatableArray<Alias> Aliases => _targets
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => new Alias(Identifiers.Escape(pair.Key), pair.Value))
        .ToEquatableArray();

    public string Of(string fullName) => Of(fullName, KnownTypes.ShortName(fullName));

    public string Of(string fullName, string shortName)
    {
        if (!_targets.TryGetValue(shortName, out var target))
        {
            if (_taken.Contains(shortName))
            {
                return fullName;
            }

            _targets.Add(shortName, target = fullName);
        }

        return target == fullName ? Identifiers.Escape(shortName) : fullName;
    }
}
