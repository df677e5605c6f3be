using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Reporting;

/// <summary>A rule that a declaration breaks, and the place in the declaration, without its source location.</summary>
internal sealed record Finding(DiagnosticDescriptor Rule, Anchor At, EquatableArray<string> Arguments)
{
    /// <summary>The values that a code fix needs, so that it does not have to parse the message.</summary>
    public EquatableArray<FixValue> Fix { get; init; }

    public bool IsError => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    /// <summary>Finds the source location of the place, or of its nearest parent that the source contains.</summary>
    public LocatedFinding Locate(EquatableArray<AnchorLocation> locations)
    {
        for (Anchor? anchor = At; anchor is { } current; anchor = current.Parent)
        {
            if (locations.FirstOrDefault(place => place.Anchor == current) is { } found)
            {
                // An inherited value is not written here, so no fix can change it.
                return new LocatedFinding(Rule, found.Location, Arguments, found.IsInherited ? default : Fix);
            }
        }

        return new LocatedFinding(Rule, null, Arguments, Fix);
    }
}
