using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Reporting;

/// <summary>A rule that a declaration breaks, and where in the declaration, apart from where that stands in the source.</summary>
internal sealed record Finding(DiagnosticDescriptor Rule, Anchor At, EquatableArray<string> Arguments)
{
    /// <summary>What a code fix needs to know, which it must not read out of the message.</summary>
    public EquatableArray<FixValue> Fix { get; init; }

    public bool IsError => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    /// <summary>Finds the place; what the source does not spell out is reported at the nearest thing around it.</summary>
    public LocatedFinding Locate(EquatableArray<AnchorLocation> locations)
    {
        for (Anchor? anchor = At; anchor is { } current; anchor = current.Parent)
        {
            if (locations.FirstOrDefault(place => place.Anchor == current) is { } found)
            {
                // No fix can be made where the value does not stand.
                return new LocatedFinding(Rule, found.Location, Arguments, found.IsInherited ? default : Fix);
            }
        }

        return new LocatedFinding(Rule, null, Arguments, Fix);
    }
}
