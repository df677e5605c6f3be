using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>Names of types for messages.</summary>
internal static class TypeLabel
{
    private static readonly SymbolDisplayFormat s_withoutParameters = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(
        SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>
    /// Namespace, containing types and name, without type parameters and <c>@</c>: the name of an architecture in weights ledgers.
    /// </summary>
    public static string FullNameOf(INamedTypeSymbol type) => type.ToDisplayString(s_withoutParameters);

    /// <summary>A type as C# writes it, without its namespace.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>A type in a message that also names another type: with its namespace if the two differ only in that.</summary>
    public static string Of(ITypeSymbol type, ITypeSymbol other) =>
        Of(type) == Of(other) && !SymbolEqualityComparer.Default.Equals(type, other) ? type.ToDisplayString(s_full) : Of(type);

    /// <summary>Whether the compiler cannot find a type, or the element type of an array.</summary>
    public static bool IsUnknown(ITypeSymbol type) =>
        type is IArrayTypeSymbol array ? IsUnknown(array.ElementType) : type.TypeKind == TypeKind.Error;
}
