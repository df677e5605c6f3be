using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a recipe and the properties of the types that it names.</summary>
internal static class RecipeReader
{
    public static RecipeModel Read(
        AttributeData data, INamedTypeSymbol model, RuntimeSymbols runtime, List<AnchorLocation> locations, CancellationToken token)
    {
        var attribute = AttributeReader.Read(data, Anchor.Recipe, runtime, locations, token);
        var task = TypeArgument(data, "Task");
        var quick = TypeArgument(data, "Quick");
        return new RecipeModel(
            attribute,
            task is null ? null : TypeLabel.Of(task),
            task is null ? default : ContractsOf(task, runtime),
            task is null ? null : FindNamesake(task, runtime),
            task is null ? null : WhyNoTask(task, runtime),
            task is INamedTypeSymbol named && (named.IsValueType || named.InstanceConstructors.Any(IsPublicAndParameterless)),
            quick is null ? null : TypeLabel.Of(quick, model),
            quick is null ? null : WhyNotQuick(quick, model, runtime),
            quick is INamedTypeSymbol other && VariantChain.Of(other, runtime).HasRecipe);
    }

    /// <summary>A type that the recipe names: by a named argument, or as the constructor's only argument, which is the task.</summary>
    private static ITypeSymbol? TypeArgument(AttributeData data, string option) => data.NamedArguments
        .Where(argument => argument.Key == option)
        .Select(argument => argument.Value)
        .Concat(option == "Task" ? data.ConstructorArguments : [])
        .Where(value => value.Kind == TypedConstantKind.Type)
        .Select(value => value.Value as ITypeSymbol)
        .FirstOrDefault(type => type is not null && !TypeLabel.IsUnknown(type));

    private static bool IsPublicAndParameterless(IMethodSymbol constructor) =>
        constructor is { DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: true };

    private static EquatableArray<string> ContractsOf(ITypeSymbol task, RuntimeSymbols runtime) =>
        runtime.TaskContracts
            .Where(contract => task.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default))
            .Select(contract => contract.Name)
            .ToEquatableArray();

    /// <summary>An interface with the same name as one of the runtime's task interfaces that is a different interface.</summary>
    private static string? FindNamesake(ITypeSymbol task, RuntimeSymbols runtime) => task.AllInterfaces
        .SelectMany(implemented => runtime.TaskContracts.Where(contract => TypeLabel.Of(implemented, contract) != TypeLabel.Of(implemented))
            .Select(contract => $"{TypeLabel.Of(implemented, contract)}, which is not {TypeLabel.Of(contract, implemented)}"))
        .FirstOrDefault();

    private static string? WhyNoTask(ITypeSymbol task, RuntimeSymbols runtime)
    {
        if (task.IsAbstract)
        {
            return "is abstract";
        }

        if (task is INamedTypeSymbol { IsUnboundGenericType: true })
        {
            return "leaves its type arguments open";
        }

        return runtime.Compilation.IsSymbolAccessibleWithin(task, runtime.Compilation.Assembly) ? null : "is not accessible here";
    }

    private static string? WhyNotQuick(ITypeSymbol quick, INamedTypeSymbol model, RuntimeSymbols runtime)
    {
        if (SymbolEqualityComparer.Default.Equals(quick, model))
        {
            return "is this architecture itself";
        }

        // A class of this compilation becomes an architecture by this generator; one of another assembly already is.
        var declared = runtime.IsDeclared(quick);
        var generated = runtime.Architecture is not null &&
            quick.AllInterfaces.Contains(runtime.Architecture, SymbolEqualityComparer.Default);
        if (!declared && !generated)
        {
            return "declares no architecture";
        }

        // The quick architecture needs a head of the same kind, because a task fits one kind of head.
        return HeadOf(quick, runtime) is { } other && HeadOf(model, runtime) is { } own &&
            !SymbolEqualityComparer.Default.Equals(other, own)
            ? $"has another head, [{Identifiers.WithoutAttributeSuffix(other.Name)}]"
            : null;
    }

    private static INamedTypeSymbol? HeadOf(ITypeSymbol type, RuntimeSymbols runtime) => type is INamedTypeSymbol named
        ? VariantChain.Of(named, runtime).Levels.SelectMany(level => level.Heads).FirstOrDefault()?.AttributeClass
        : null;
}
