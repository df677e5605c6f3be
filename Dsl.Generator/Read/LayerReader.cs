using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a layer class: its constructor, and what it states of parameters, states and cost.</summary>
internal static class LayerReader
{
    /// <summary>Reads a layer class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="options">The options of the branch attribute that names it; null apart from any.</param>
    /// <param name="runtime">The runtime's symbols.</param>
    /// <param name="places">Receives where it stands, under <c>Layer</c>.</param>
    public static LayerModel Read(INamedTypeSymbol type, AttributeClass? options, RuntimeSymbols runtime, PlaceList places)
    {
        places.Add("Layer.Class", type.Locations.FirstOrDefault());
        IMethodSymbol[] constructors = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToArray();
        var parameters = new List<ConstructorParameter>();
        if (constructors.Length == 1)
        {
            foreach (IParameterSymbol parameter in constructors[0].Parameters)
            {
                parameters.Add(ReadParameter(parameter, options, runtime));
                places.Add("Layer.Class." + parameter.Name, parameter.Locations.FirstOrDefault());
            }
        }

        LocateStatements(type, runtime, places);
        return new LayerModel(
            type.Name,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            WhyUnfit(type, runtime),
            constructors.Length,
            parameters.ToEquatableArray(),
            ReadParameters(type, runtime),
            ReadCost(type, runtime),
            runtime.StreamingLayer is not null && RuntimeSymbols.Inherits(type.BaseType, runtime.StreamingLayer),
            ReadShapes(type, runtime.LayerState),
            ReadStepCost(type, runtime));
    }

    public static EquatableArray<ParameterShape> ReadParameters(INamedTypeSymbol type, RuntimeSymbols runtime) => ReadShapes(type, runtime.LayerParameter);

    public static string? ReadCost(INamedTypeSymbol type, RuntimeSymbols runtime) =>
        Marked(type, runtime.LayerCost).FirstOrDefault() is { } data ? Text(data, 0) : null;

    public static IEnumerable<AttributeData> Marked(INamedTypeSymbol type, INamedTypeSymbol? marker) =>
        type.GetAttributes().Where(data => RuntimeSymbols.Is(data.AttributeClass, marker));

    private static EquatableArray<ParameterShape> ReadShapes(INamedTypeSymbol type, INamedTypeSymbol? statement) =>
        Marked(type, statement)
            .Select(data => new ParameterShape(
                Text(data, 0),
                data.ConstructorArguments.Length > 1 && data.ConstructorArguments[1] is { Kind: TypedConstantKind.Array, IsNull: false } shape
                    ? shape.Values.Select(value => value.Value as string ?? "").ToEquatableArray()
                    : default))
            .ToEquatableArray();

    private static string? ReadStepCost(INamedTypeSymbol type, RuntimeSymbols runtime) =>
        Marked(type, runtime.LayerCost).SelectMany(data => data.NamedArguments)
            .Where(argument => argument is { Key: "StepFlops", Value.Kind: TypedConstantKind.Primitive })
            .Select(argument => argument.Value.Value as string)
            .FirstOrDefault();

    private static void LocateStatements(INamedTypeSymbol type, RuntimeSymbols runtime, PlaceList places)
    {
        foreach ((string kind, INamedTypeSymbol? statement) in new[] { ("Parameter", runtime.LayerParameter), ("State", runtime.LayerState) })
        {
            int index = 0;
            foreach (AttributeData data in Marked(type, statement))
            {
                string path = $"Layer.{kind}[{index++}]";
                places.Add(path, AttributeSource.NameOf(data));
                for (int argument = 0; argument < AttributeSource.ArgumentCountOf(data); argument++)
                {
                    places.Add($"{path}.{argument}", AttributeSource.ArgumentOf(data, argument));
                }
            }
        }

        if (Marked(type, runtime.LayerCost).FirstOrDefault() is { } cost)
        {
            places.Add("Layer.Cost", AttributeSource.ArgumentOf(cost, 0));
            places.Add("Layer.StepCost", AttributeSource.ArgumentOf(cost, "StepFlops"));
        }
    }

    private static ConstructorParameter ReadParameter(IParameterSymbol parameter, AttributeClass? options, RuntimeSymbols runtime)
    {
        ITypeSymbol? source = parameter.Name == "maxLength"
            ? runtime.Compilation.GetSpecialType(SpecialType.System_Int32)
            : options?.TypeOf(Identifiers.ToPascalCase(parameter.Name));
        bool fits = source is not null && parameter.RefKind is RefKind.None or RefKind.In &&
            ((CSharpCompilation)runtime.Compilation).ClassifyConversion(source!, parameter.Type) is { IsImplicit: true, IsUserDefined: false };
        return new ConstructorParameter(
            parameter.Name,
            parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            parameter.HasExplicitDefaultValue ? Constants.Read(parameter.ExplicitDefaultValue, parameter.Type) : Constant.None,
            source?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            fits,
            NumericTypes.IsInteger(parameter.Type) || parameter.Type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum });
    }

    private static string? WhyUnfit(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        if (runtime.SequenceLayer is null || !RuntimeSymbols.Inherits(type.BaseType, runtime.SequenceLayer))
        {
            return "does not derive from SequenceLayer";
        }

        if (type.IsAbstract)
        {
            return "is abstract";
        }

        if (type.IsUnboundGenericType)
        {
            return "leaves its type arguments open";
        }

        return runtime.Compilation.IsSymbolAccessibleWithin(type, runtime.Compilation.Assembly) ? null : "is not accessible here";
    }

    private static string Text(AttributeData data, int argument) =>
        data.ConstructorArguments.Length > argument && data.ConstructorArguments[argument] is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : "";
}
