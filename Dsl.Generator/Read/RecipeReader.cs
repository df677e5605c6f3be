using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a recipe and what its types are.</summary>
internal static class RecipeReader
{
    public static RecipeModel Read(AttributeData data, INamedTypeSymbol model, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        AttributeModel attribute = AttributeReader.Read(data, Anchor.Recipe, runtime, places, token);
        ITypeSymbol? task = data.ConstructorArguments.Length == 1 ? TypeOf(data.ConstructorArguments[0]) : null;
        ITypeSymbol? quick = data.NamedArguments.Where(argument => argument.Key == "Quick").Select(argument => TypeOf(argument.Value)).FirstOrDefault();
        return new RecipeModel(
            attribute,
            task?.Name,
            task is null ? default : ContractsOf(task, runtime),
            task is null ? null : WhyNoTask(task),
            task is INamedTypeSymbol named && (named.IsValueType || named.InstanceConstructors.Any(IsPublicAndParameterless)),
            quick?.Name,
            quick is null ? null : WhyNotQuick(quick, model, runtime),
            quick is not null && quick.GetAttributes().Any(attribute => RuntimeSymbols.Is(attribute.AttributeClass, runtime.Recipe)));
    }

    private static ITypeSymbol? TypeOf(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Type ? constant.Value as ITypeSymbol : null;

    private static bool IsPublicAndParameterless(IMethodSymbol constructor) =>
        constructor is { DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: true };

    private static EquatableArray<string> ContractsOf(ITypeSymbol task, RuntimeSymbols runtime) =>
        new[] { runtime.SequenceTask, runtime.PairTask, runtime.LanguageTask }
            .OfType<INamedTypeSymbol>()
            .Where(contract => task.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default))
            .Select(contract => contract.Name)
            .ToEquatableArray();

    private static string? WhyNoTask(ITypeSymbol task)
    {
        if (task.IsAbstract)
        {
            return "is abstract";
        }

        return task is INamedTypeSymbol { IsUnboundGenericType: true } ? "leaves its type arguments open" : null;
    }

    private static string? WhyNotQuick(ITypeSymbol quick, INamedTypeSymbol model, RuntimeSymbols runtime)
    {
        if (SymbolEqualityComparer.Default.Equals(quick, model))
        {
            return "is this architecture itself";
        }

        // A class of this compilation becomes an architecture by this generator; one of another assembly already is.
        bool declared = quick.GetAttributes().Any(attribute => runtime.IsHead(attribute.AttributeClass));
        bool generated = runtime.Architecture is not null && quick.AllInterfaces.Contains(runtime.Architecture, SymbolEqualityComparer.Default);
        return declared || generated ? null : "declares no architecture";
    }
}
