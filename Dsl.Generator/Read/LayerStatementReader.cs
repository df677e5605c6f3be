using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads the statements of a layer class and their source locations.</summary>
internal static class LayerStatementReader
{
    public static LayerStatement Read(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        var cost = Marked(type, runtime.LayerCost).FirstOrDefault();
        var field = Marked(type, runtime.ReceptiveField).FirstOrDefault();
        return new LayerStatement(
            ReadShapes(type, runtime.LayerParameter),
            ReadShapes(type, runtime.LayerBuffer),
            ReadShapes(type, runtime.LayerState),
            cost is null ? null : Text(cost, 0),
            NamedText(cost, "SharedFlops"),
            NamedText(cost, "StepFlops"),
            NamedText(cost, "KeptBytes"),
            cost?.NamedArguments.FirstOrDefault(argument => argument.Key == "KeepsInput").Value is not { Value: false },
            field is null ? null : Text(field, 0));
    }

    /// <summary>Collects the locations of all expressions, under paths like <c>Layer.Parameter[0].1</c> or <c>Layer.StepCost</c>.</summary>
    public static void Locate(INamedTypeSymbol type, RuntimeSymbols runtime, BackendLocations locations)
    {
        LocateShapes(type, runtime.LayerParameter, "Parameter", locations);
        LocateShapes(type, runtime.LayerBuffer, "Buffer", locations);
        LocateShapes(type, runtime.LayerState, "State", locations);
        if (Marked(type, runtime.LayerCost).FirstOrDefault() is { } cost)
        {
            locations.Add("Layer.Cost", AttributeSource.ArgumentOf(cost, 0));
            locations.Add("Layer.SharedCost", AttributeSource.ArgumentOf(cost, "SharedFlops"));
            locations.Add("Layer.StepCost", AttributeSource.ArgumentOf(cost, "StepFlops"));
            locations.Add("Layer.KeptBytes", AttributeSource.ArgumentOf(cost, "KeptBytes"));
        }

        if (Marked(type, runtime.ReceptiveField).FirstOrDefault() is { } field)
        {
            locations.Add("Layer.ReceptiveField", AttributeSource.ArgumentOf(field, 0));
        }
    }

    private static void LocateShapes(INamedTypeSymbol type, INamedTypeSymbol? marker, string kind, BackendLocations locations)
    {
        var index = 0;
        foreach (var data in Marked(type, marker))
        {
            var path = $"Layer.{kind}[{index++}]";
            locations.Add(path, AttributeSource.NameOf(data));
            locations.Add(path + ".ElementType", AttributeSource.ArgumentOf(data, "ElementType"));
            for (var argument = 0; argument < AttributeSource.ArgumentCountOf(data); argument++)
            {
                locations.Add($"{path}.{argument}", AttributeSource.ArgumentOf(data, argument));
            }
        }
    }

    private static EquatableArray<TensorShape> ReadShapes(INamedTypeSymbol type, INamedTypeSymbol? marker) => Marked(type, marker)
        .Select(data => new TensorShape(Text(data, 0), NamedText(data, "ElementType") ?? ElementTypes.Default, Dimensions(data)))
        .ToEquatableArray();

    private static EquatableArray<string> Dimensions(AttributeData data) =>
        data.ConstructorArguments.Length > 1 && data.ConstructorArguments[1] is { Kind: TypedConstantKind.Array, IsNull: false } shape
            ? shape.Values.Select(value => value.Value as string ?? "").ToEquatableArray()
            : default;

    public static IEnumerable<AttributeData> Marked(INamedTypeSymbol type, INamedTypeSymbol? marker) =>
        type.GetAttributes().Where(data => RuntimeSymbols.Is(data.AttributeClass, marker));

    private static string Text(AttributeData data, int argument) =>
        data.ConstructorArguments.Length > argument &&
            data.ConstructorArguments[argument] is { Kind: TypedConstantKind.Primitive, Value: string text }
            ? text
            : "";

    private static string? NamedText(AttributeData? data, string name) =>
        data?.NamedArguments.FirstOrDefault(
            argument => argument.Key == name).Value is { Kind: TypedConstantKind.Primitive, Value: string text }
            ? text
            : null;
}
