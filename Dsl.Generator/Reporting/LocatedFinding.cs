using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Reporting;

/// <summary>
/// A finding with its source location. The location is in the syntax tree itself, so that <c>#pragma warning disable</c> works. Equality
/// compares the location too, so that no location in an old tree is reported.
/// </summary>
internal sealed record LocatedFinding(
    DiagnosticDescriptor Rule, Location? At, EquatableArray<string> Arguments, EquatableArray<FixValue> Fix)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Rule, At, Fix.ToImmutableDictionary(value => value.Key, value => (string?)value.Value), Arguments.ToArray<object>());
}
