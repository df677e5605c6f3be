using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>Types as messages name them.</summary>
internal static class TypeLabel
{
    private static readonly SymbolDisplayFormat Full = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Namespace, containing types and name, without type parameters and <c>@</c>: what weights ledgers call an architecture.</summary>
    public static string FullNameOf(INamedTypeSymbol type) => type.ToDisplayString(Full);
}
