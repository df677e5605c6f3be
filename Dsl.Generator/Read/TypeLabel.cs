using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>Types as messages name them.</summary>
internal static class TypeLabel
{
    private static readonly SymbolDisplayFormat s_withoutParameters = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(
        SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>
    /// Namespace, containing types and name, without type parameters and <c>@</c>: what weights ledgers call an architecture.
    /// </summary>
    public static string FullNameOf(INamedTypeSymbol type) => type.ToDisplayString(s_withoutParameters);

    /// <summary>A type as C# writes it, without its namespace.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>A type in a message that names another one too: with its namespace when the two differ in nothing else.</summary>
    public static string Of(ITypeSymbol type, ITypeSymbol other) =>
        Of(type) == Of(other) && !SymbolEqualityComparer.Default.Equals(type, other) ? type.ToDisplayString(s_full) : Of(type);

    /// <summary>Whether a type, or the element of an array, is one that the compiler cannot find.</summary>
    public static bool IsUnknown(ITypeSymbol type) =>
        type is IArrayTypeSymbol array ? IsUnknown(array.ElementType) : type.TypeKind == TypeKind.Error;
}
