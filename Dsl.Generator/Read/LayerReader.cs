using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a layer class: its constructor, and its statements about parameters, states and cost.</summary>
internal static class LayerReader
{
    /// <summary>Reads a layer class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="options">The options of the branch attribute that names the class; null without a branch attribute.</param>
    /// <param name="runtime">The runtime's symbols.</param>
    /// <param name="locations">Receives the source locations, with paths below <c>Layer</c>.</param>
    public static LayerModel Read(INamedTypeSymbol type, AttributeClass? options, RuntimeSymbols runtime, BackendLocations locations)
    {
        locations.Add("Layer.Class", type.Locations.FirstOrDefault());
        var constructors = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToArray();
        var parameters = new List<ConstructorParameter>();
        if (constructors.Length == 1)
        {
            foreach (var parameter in constructors[0].Parameters)
            {
                parameters.Add(ReadParameter(parameter, options, runtime));
                locations.Add("Layer.Class." + parameter.Name, parameter.Locations.FirstOrDefault());
            }
        }

        LayerStatementReader.Locate(type, runtime, locations);
        var unfit = WhyUnfit(type, runtime);
        var stated = LayerStatementReader.Read(type, runtime);
        return new LayerModel(
            type.Name,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            unfit,
            constructors.Length,
            parameters.ToEquatableArray(),
            runtime.StreamingLayer is not null && RuntimeSymbols.Inherits(type.BaseType, runtime.StreamingLayer),
            stated,
            unfit is null && constructors.Length == 1 && !stated.IsEmpty && Backend.IsDefinite(type) &&
                runtime.InSource(type.Locations.FirstOrDefault()) is not null)
        {
            ReadsSkip = runtime.SkipReadingLayer is not null && RuntimeSymbols.Inherits(type.BaseType, runtime.SkipReadingLayer),
        };
    }

    private static ConstructorParameter ReadParameter(IParameterSymbol parameter, AttributeClass? options, RuntimeSymbols runtime)
    {
        var source = parameter.Name == "maxLength"
            ? runtime.Compilation.GetSpecialType(SpecialType.System_Int32)
            : options?.TypeOf(Identifiers.ToPascalCase(parameter.Name));
        var fits = source is not null && parameter.RefKind is RefKind.None or RefKind.In &&
            (
                (CSharpCompilation)runtime.Compilation).ClassifyConversion(source!, parameter.Type) is
            {
                IsImplicit: true,
                IsUserDefined: false
            };
        return new ConstructorParameter(
            parameter.Name,
            source is null ? TypeLabel.Of(parameter.Type) : TypeLabel.Of(parameter.Type, source),
            parameter.HasExplicitDefaultValue ? Constants.Read(parameter.ExplicitDefaultValue, parameter.Type) : Constant.None,
            source is null ? null : TypeLabel.Of(source, parameter.Type),
            fits,
            NumericTypes.IsInteger(parameter.Type) ||
                parameter.Type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum })
        {
            Members = parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType ? Constants.ValuesOf(enumType) : default,
        };
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
}
