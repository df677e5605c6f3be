using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads what a layer class states of itself, and where.</summary>
internal static class LayerStatementReader
{
    public static LayerStatement Read(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        AttributeData? cost = Marked(type, runtime.LayerCost).FirstOrDefault();
        AttributeData? field = Marked(type, runtime.ReceptiveField).FirstOrDefault();
        return new LayerStatement(
            ReadShapes(type, runtime.LayerParameter),
            ReadShapes(type, runtime.LayerBuffer),
            ReadShapes(type, runtime.LayerState),
            cost is null ? null : Text(cost, 0),
            NamedText(cost, "StepFlops"),
            NamedText(cost, "KeptBytes"),
            cost?.NamedArguments.FirstOrDefault(argument => argument.Key == "KeepsInput").Value is not { Value: false },
            field is null ? null : Text(field, 0));
    }

    /// <summary>The source of every expression, as a path below the layer: <c>Parameter[0].1</c>, <c>StepCost</c>.</summary>
    public static IEnumerable<(string Path, Location At)> Locate(INamedTypeSymbol type, RuntimeSymbols runtime) =>
        Locate(type, runtime.LayerParameter, (index, argument) => $"Parameter[{index}].{argument}")
            .Concat(Locate(type, runtime.LayerBuffer, (index, argument) => $"Buffer[{index}].{argument}"))
            .Concat(Locate(type, runtime.LayerState, (index, argument) => $"State[{index}].{argument}"))
            .Concat(Locate(type, runtime.LayerCost, (_, argument) => argument switch { "0" => "Cost", "StepFlops" => "StepCost", _ => argument }))
            .Concat(Locate(type, runtime.ReceptiveField, (_, _) => "ReceptiveField"));

    private static IEnumerable<(string Path, Location At)> Locate(INamedTypeSymbol type, INamedTypeSymbol? marker, Func<int, string, string> path)
    {
        int index = 0;
        foreach (AttributeData data in Marked(type, marker))
        {
            if (data.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments })
            {
                for (int i = 0; i < arguments.Count; i++)
                {
                    string argument = arguments[i].NameEquals?.Name.Identifier.ValueText ?? $"{i}";
                    yield return (path(index, argument), arguments[i].Expression.GetLocation());
                }
            }

            index++;
        }
    }

    private static EquatableArray<TensorShape> ReadShapes(INamedTypeSymbol type, INamedTypeSymbol? marker) => Marked(type, marker)
        .Select(data => new TensorShape(Text(data, 0), NamedText(data, "ElementType") ?? ElementTypes.Default, Dimensions(data)))
        .ToEquatableArray();

    private static EquatableArray<string> Dimensions(AttributeData data) =>
        data.ConstructorArguments.Length > 1 && data.ConstructorArguments[1] is { Kind: TypedConstantKind.Array, IsNull: false } shape
            ? shape.Values.Select(value => value.Value as string ?? "").ToEquatableArray()
            : default;

    private static IEnumerable<AttributeData> Marked(INamedTypeSymbol type, INamedTypeSymbol? marker) =>
        type.GetAttributes().Where(data => RuntimeSymbols.Is(data.AttributeClass, marker));

    private static string Text(AttributeData data, int argument) =>
        data.ConstructorArguments.Length > argument && data.ConstructorArguments[argument] is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : "";

    private static string? NamedText(AttributeData? data, string name) =>
        data?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;
}
