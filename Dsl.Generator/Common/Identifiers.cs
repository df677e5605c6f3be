using Microsoft.CodeAnalysis.CSharp;

namespace SerpentDsl.Generator.Common;

/// <summary>Conversions between the spellings of a name.</summary>
internal static class Identifiers
{
    /// <summary>The identifier, with <c>@</c> before a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;

    /// <summary>The attribute option for a constructor parameter: <c>StateSize</c> for <c>stateSize</c>.</summary>
    public static string ToPascalCase(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>The constructor parameter for an attribute option: <c>stateSize</c> for <c>StateSize</c>.</summary>
    public static string ToCamelCase(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The name of an attribute class as a declaration writes it: <c>S4Branch</c> for <c>S4BranchAttribute</c>.</summary>
    public static string WithoutAttributeSuffix(string name) =>
        name.EndsWith("Attribute", System.StringComparison.Ordinal) && name.Length > "Attribute".Length
            ? name.Substring(0, name.Length - "Attribute".Length)
            : name;
}
