using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>Collects where the parts of a backend stand, as far as this compilation can report there.</summary>
internal sealed class PlaceList(RuntimeSymbols runtime)
{
    private readonly List<(string, Location)> _places = [];

    public IReadOnlyList<(string Path, Location Location)> Places => _places;

    public void Add(string path, Location? location)
    {
        if (runtime.InSource(location) is { } found)
        {
            _places.Add((path, found));
        }
    }
}
