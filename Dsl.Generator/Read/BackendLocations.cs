using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>Collects the source locations of a backend's parts, as far as this compilation can report at them.</summary>
internal sealed class BackendLocations(RuntimeSymbols runtime)
{
    private readonly List<(string, Location)> _locations = [];

    public IReadOnlyList<(string Path, Location Location)> Locations => _locations;

    public void Add(string path, Location? location)
    {
        if (runtime.InSource(location) is { } found)
        {
            _locations.Add((path, found));
        }
    }
}
