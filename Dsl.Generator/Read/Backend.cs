using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>What stands behind a branch attribute: its layer class, and where that is written.</summary>
/// <param name="Layer">The layer; null without <c>[BranchLayer]</c>.</param>
/// <param name="Places">Source locations of attribute class and layer, relative to the branch.</param>
internal sealed record Backend(LayerModel? Layer, IReadOnlyList<(string Path, Location Location)> Places)
{
    public static Backend Read(INamedTypeSymbol attribute, RuntimeSymbols runtime)
    {
        var places = new List<(string, Location)>();
        void Add(string path, Location? location)
        {
            if (runtime.InSource(location) is { } found)
            {
                places.Add((path, found));
            }
        }

        Add("Backend", attribute.Locations.FirstOrDefault());
        AttributeData? marker = FindMarker(attribute, runtime);
        if (marker?.ConstructorArguments.FirstOrDefault() is not { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type })
        {
            return new Backend(null, places);
        }

        Add("Layer", ArgumentLocation(marker, 0));
        Add("Layer.Class", type.Locations.FirstOrDefault());
        IMethodSymbol[] constructors = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToArray();
        var parameters = new List<ConstructorParameter>();
        if (constructors.Length == 1)
        {
            AttributeClass options = runtime.AttributeClassOf(attribute);
            foreach (IParameterSymbol parameter in constructors[0].Parameters)
            {
                parameters.Add(ReadParameter(parameter, options, runtime));
                Add("Layer.Class." + parameter.Name, parameter.Locations.FirstOrDefault());
            }
        }

        foreach ((string path, Location? location) in PlacesOfStatements(type, runtime))
        {
            Add("Layer." + path, location);
        }

        LayerModel layer = new(
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
        return new Backend(layer, places);
    }

    public static EquatableArray<ParameterShape> ReadParameters(INamedTypeSymbol type, RuntimeSymbols runtime) => ReadShapes(type, runtime.LayerParameter);

    private static EquatableArray<ParameterShape> ReadShapes(INamedTypeSymbol type, INamedTypeSymbol? statement) =>
        Marked(type, statement)
            .Select(data => new ParameterShape(
                Text(data, 0),
                data.ConstructorArguments.Length > 1 && data.ConstructorArguments[1] is { Kind: TypedConstantKind.Array, IsNull: false } shape
                    ? shape.Values.Select(value => value.Value as string ?? "").ToEquatableArray()
                    : default))
            .ToEquatableArray();

    public static string? ReadCost(INamedTypeSymbol type, RuntimeSymbols runtime) =>
        Marked(type, runtime.LayerCost).FirstOrDefault() is { } data ? Text(data, 0) : null;

    private static string? ReadStepCost(INamedTypeSymbol type, RuntimeSymbols runtime) =>
        Marked(type, runtime.LayerCost).SelectMany(data => data.NamedArguments)
            .Where(argument => argument.Key == "StepFlops")
            .Select(argument => argument.Value.Value as string)
            .FirstOrDefault();

    /// <summary>Where a layer class states its parameters, states and cost.</summary>
    private static IEnumerable<(string Path, Location? Location)> PlacesOfStatements(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        foreach ((string kind, INamedTypeSymbol? statement) in new[] { ("Parameter", runtime.LayerParameter), ("State", runtime.LayerState) })
        {
            int index = 0;
            foreach (AttributeData data in Marked(type, statement))
            {
                for (int argument = 0; argument < ArgumentCount(data); argument++)
                {
                    yield return ($"{kind}[{index}].{argument}", ArgumentLocation(data, argument));
                }

                index++;
            }
        }

        if (Marked(type, runtime.LayerCost).FirstOrDefault() is { } cost)
        {
            yield return ("Cost", ArgumentLocation(cost, 0));
            yield return ("StepCost", ArgumentLocation(cost, "StepFlops"));
        }
    }

    private static AttributeData? FindMarker(INamedTypeSymbol attribute, RuntimeSymbols runtime)
    {
        for (INamedTypeSymbol? type = attribute; type is not null; type = type.BaseType)
        {
            if (Marked(type, runtime.BranchLayer).FirstOrDefault() is { } marker)
            {
                return marker;
            }
        }

        return null;
    }

    private static IEnumerable<AttributeData> Marked(INamedTypeSymbol type, INamedTypeSymbol? marker) =>
        type.GetAttributes().Where(data => RuntimeSymbols.Is(data.AttributeClass, marker));

    private static ConstructorParameter ReadParameter(IParameterSymbol parameter, AttributeClass options, RuntimeSymbols runtime)
    {
        ITypeSymbol? source = parameter.Name == "maxLength"
            ? runtime.Compilation.GetSpecialType(SpecialType.System_Int32)
            : options.TypeOf(Identifiers.ToPascalCase(parameter.Name));
        bool fits = source is not null && parameter.RefKind is RefKind.None or RefKind.In &&
            ((CSharpCompilation)runtime.Compilation).ClassifyConversion(source!, parameter.Type) is { IsImplicit: true, IsUserDefined: false };
        return new ConstructorParameter(
            parameter.Name,
            parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            parameter.HasExplicitDefaultValue ? Constants.Read(parameter.ExplicitDefaultValue, parameter.Type) : Constant.None,
            source?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            fits);
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

    private static int ArgumentCount(AttributeData data) =>
        data.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments.Count: var count } ? count : 0;

    private static Location? ArgumentLocation(AttributeData data, int argument) =>
        data.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments } && argument < arguments.Count
            ? arguments[argument].Expression.GetLocation()
            : null;

    private static Location? ArgumentLocation(AttributeData data, string name) =>
        data.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments }
            ? arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation()
            : null;
}
