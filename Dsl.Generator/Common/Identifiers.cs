using Microsoft.CodeAnalysis.CSharp;

namespace SerpentDsl.Generator.Common;

/// <summary>Names as C# spells them.</summary>
internal static class Identifiers
{
    /// <summary>The identifier, with <c>@</c> before a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;

    /// <summary>The attribute option behind a constructor parameter: <c>stateSize</c> is <c>StateSize</c>.</summary>
    public static string ToPascalCase(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>The constructor parameter that takes an attribute option: <c>StateSize</c> is <c>stateSize</c>.</summary>
    public static string ToCamelCase(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The name of an attribute class as a declaration writes it: <c>S4BranchAttribute</c> is <c>S4Branch</c>.</summary>
    public static string WithoutAttributeSuffix(string name) =>
        name.EndsWith("Attribute", System.StringComparison.Ordinal) && name.Length > "Attribute".Length
            ? name.Substring(0, name.Length - "Attribute".Length)
            : name;
}
