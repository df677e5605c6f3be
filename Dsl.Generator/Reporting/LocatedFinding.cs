using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Reporting;

/// <summary>
/// A finding at its place. The location is the syntax tree's own, so that <c>#pragma warning disable</c> works, and part of
/// the equality, so that no stale tree is reported.
/// </summary>
internal sealed record LocatedFinding(
    DiagnosticDescriptor Rule, Location? At, EquatableArray<string> Arguments, EquatableArray<FixValue> Fix)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Rule, At, Fix.ToImmutableDictionary(value => value.Key, value => (string?)value.Value), Arguments.ToArray<object>());
}
