using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A backend: the class of a branch attribute and its layer, with their source locations.</summary>
/// <param name="Model">Attribute class and layer.</param>
/// <param name="Locations">Source locations of both, relative to the branch.</param>
internal sealed record Backend(BackendModel Model, IReadOnlyList<(string Path, Location Location)> Locations)
{
    public static Backend Read(INamedTypeSymbol attribute, RuntimeSymbols runtime)
    {
        var locations = new BackendLocations(runtime);
        var options = runtime.AttributeClassOf(attribute);
        var here = runtime.InSource(attribute.Locations.FirstOrDefault());
        locations.Add("Backend", here);
        LayerModel? layer = null;
        if (FindMarker(attribute, runtime) is { } marker &&
            marker.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type })
        {
            // An inherited [BranchLayer] may be in another project; its faults are then reported at this class.
            locations.Add("Layer", runtime.InSource(AttributeSource.ArgumentOf(marker, 0)) ?? here);
            layer = LayerReader.Read(type, options, runtime, locations);
        }

        BackendModel model = new(
            Identifiers.WithoutAttributeSuffix(attribute.Name),
            attribute.ToDisplayString(),
            here is not null,
            here is not null && IsDefinite(attribute),
            options.Options.Select(
                entry => BackendOptionReader.Read(entry.Property, entry.Unset, attribute, runtime, locations)).ToEquatableArray(),
            ReadStrayParameters(attribute, options, locations),
            IsRepeatable(attribute, runtime, locations),
            layer);
        return new Backend(model, locations.Locations);
    }

    /// <summary>Whether a class is checked by itself: it is neither generic nor abstract.</summary>
    public static bool IsDefinite(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsGenericType: false, IsAbstract: false };

    private static AttributeData? FindMarker(INamedTypeSymbol attribute, RuntimeSymbols runtime)
    {
        for (var type = attribute; type is not null; type = type.BaseType)
        {
            if (LayerStatementReader.Marked(type, runtime.BranchLayer).FirstOrDefault() is { } marker)
            {
                return marker;
            }
        }

        return null;
    }

    private static EquatableArray<string> ReadStrayParameters(
        INamedTypeSymbol attribute, AttributeClass options, BackendLocations locations)
    {
        var stray = new List<string>();
        foreach (var parameter in attribute.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
            .SelectMany(constructor => constructor.Parameters)
            .Where(parameter => options.TypeOf(Identifiers.ToPascalCase(parameter.Name)) is null && !stray.Contains(parameter.Name)))
        {
            stray.Add(parameter.Name);
            locations.Add("Backend.Parameter:" + parameter.Name, parameter.Locations.FirstOrDefault());
        }

        return stray.ToEquatableArray();
    }

    /// <summary>The nearest <c>[AttributeUsage]</c> counts; <c>BranchAttribute</c>'s own allows several.</summary>
    private static bool IsRepeatable(INamedTypeSymbol attribute, RuntimeSymbols runtime, BackendLocations locations)
    {
        for (var type = attribute; type is not null && !RuntimeSymbols.Is(type, runtime.Branch); type = type.BaseType)
        {
            if (type.GetAttributes().FirstOrDefault(
                data => data.AttributeClass?.ToDisplayString() == MetadataNames.AttributeUsage) is { } usage)
            {
                locations.Add("Backend.Usage", AttributeSource.NameOf(usage));
                return usage.NamedArguments.Any(
                    argument => argument is { Key: "AllowMultiple", Value: { Kind: TypedConstantKind.Primitive, Value: true } });
            }
        }

        return true;
    }
}
