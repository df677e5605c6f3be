using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>A declared class and the architectures from which it inherits.</summary>
/// <param name="Levels">The attributes of each of these classes, the declared class first.</param>
/// <param name="Model">The result of following <c>[VariantOf]</c>; null for a class that is no variant.</param>
internal sealed record VariantChain(IReadOnlyList<DeclaredAttributes> Levels, VariantModel? Model)
{
    /// <summary>Whether the class has a recipe, its own or an inherited one.</summary>
    public bool HasRecipe => Levels.Any(level => level.Recipe is not null);

    public static VariantChain Of(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        List<DeclaredAttributes> levels = [DeclaredAttributes.Of(type, runtime)];
        var target = "";
        while (levels[levels.Count - 1].VariantOf is { } variantOf)
        {
            var found = TargetOf(variantOf);
            var isNull = variantOf.ConstructorArguments.Length == 1 &&
                variantOf.ConstructorArguments[0] is { Kind: not TypedConstantKind.Error, IsNull: true };
            target = levels.Count > 1 ? target : isNull ? "null" : found is null ? "" : TypeLabel.Of(found, type);
            var unfit = isNull ? "names no class" : found is null ? null : WhyUnfit(found, runtime);
            if (found is not INamedTypeSymbol next || unfit is not null)
            {
                return new VariantChain(levels, new VariantModel(target, levels.Count == 1 ? unfit : null, Cycle: null, IsBroken: true));
            }

            var at = levels.FindIndex(level => SymbolEqualityComparer.Default.Equals(level.Type, next));
            if (at >= 0)
            {
                var way = string.Join(" -> ", NamesOf([.. levels.Select(level => level.Type), next]));
                return new VariantChain(levels, new VariantModel(target, Unfit: null, at == 0 ? way : null, IsBroken: true));
            }

            levels.Add(DeclaredAttributes.Of(next, runtime));
        }

        return new VariantChain(levels, levels.Count == 1 ? null : new VariantModel(target, Unfit: null, Cycle: null, IsBroken: false));
    }

    /// <summary>The names of classes, with namespaces if two of them differ only in that.</summary>
    private static IEnumerable<string> NamesOf(INamedTypeSymbol[] types)
    {
        var areDistinct = types.Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).Select(TypeLabel.Of).Distinct().Count() ==
            types.Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).Count();
        return types.Select(type => areDistinct ? TypeLabel.Of(type) : TypeLabel.FullNameOf(type));
    }

    private static ITypeSymbol? TargetOf(AttributeData variantOf) =>
        variantOf.ConstructorArguments.Length == 1 &&
            variantOf.ConstructorArguments[0] is { Kind: TypedConstantKind.Type, Value: ITypeSymbol { TypeKind: not TypeKind.Error } type }
            ? type
            : null;

    private static string? WhyUnfit(ITypeSymbol type, RuntimeSymbols runtime)
    {
        if (type is INamedTypeSymbol { IsGenericType: true })
        {
            return "is generic";
        }

        return type is INamedTypeSymbol && runtime.IsDeclared(type) ? null : "declares no architecture";
    }
}
