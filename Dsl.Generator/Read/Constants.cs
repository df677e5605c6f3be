using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Turns the compiler's constants into plain values.</summary>
internal static class Constants
{
    public static Constant Read(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Error => Constant.None,
        TypedConstantKind.Array => OfArray(constant),
        TypedConstantKind.Type => constant.Value is ITypeSymbol type ? OfType(type) : Null,
        _ => Read(constant.Value, constant.Type),
    };

    /// <summary>Converts a primitive value or a member of an enum.</summary>
    public static Constant Read(object? value, ITypeSymbol? type)
    {
        if (value is null)
        {
            return Null;
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType)
        {
            return OfEnum(value, enumType);
        }

        return value switch
        {
            bool truth => Constant.Of(truth),
            string text => new(ConstantKind.Text, SymbolDisplay.FormatLiteral(text, quote: true), 0, 0, text),
            char letter => new(ConstantKind.Text, SymbolDisplay.FormatLiteral(letter, quote: true), 0, 0, letter.ToString()),
            float single => OfReal(single, OfSingle(single)),
            double real => OfReal(real, Numbers.Literal(real)),
            ulong large and > long.MaxValue =>
                new(
                    ConstantKind.Other, large.ToString(CultureInfo.InvariantCulture), 0, large, large.ToString(
                        CultureInfo.InvariantCulture)),
            byte or sbyte or short or ushort or int or uint or long or ulong =>
                OfInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            _ => Constant.None,
        };
    }

    public static bool IsFlags(INamedTypeSymbol enumType) =>
        enumType.GetAttributes().Any(data => data.AttributeClass is { Name: "FlagsAttribute" });

    public static EquatableArray<string> MembersOf(INamedTypeSymbol enumType) =>
        enumType.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => field.Name).ToEquatableArray();

    /// <summary>The members of an enum with their values. A value that does not fit a 64-bit integer is given as 0.</summary>
    public static EquatableArray<(string Name, long Value)> ValuesOf(INamedTypeSymbol enumType) =>
        enumType.GetMembers().OfType<IFieldSymbol>()
        .Where(field => field.HasConstantValue)
        .Select(field => (field.Name, Read(field.ConstantValue, enumType).Whole))
        .ToEquatableArray();

    private static Constant Null => new(ConstantKind.Null, "null", 0, 0, "null");

    private static Constant OfArray(TypedConstant array)
    {
        if (array.IsNull || array.Type is not IArrayTypeSymbol { ElementType: var element })
        {
            return array.IsNull ? Null : Constant.None;
        }

        var items = array.Values.Select(Read).ToArray();
        var type = element.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var code = $"new {type}[] {{ {string.Join(", ", items.Select(item => item.Code))} }}";
        return items.Any(item => item.Kind == ConstantKind.None) ? Constant.None : new(ConstantKind.Other, code, 0, 0, "an array");
    }

    private static Constant OfType(ITypeSymbol type) => new(
        ConstantKind.Type, "typeof(" + type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + ")", 0, 0, TypeLabel.Of(type));

    private static Constant OfReal(double value, string code) => new(ConstantKind.Real, code, 0, value, Numbers.Plain(value));

    private static string OfSingle(float value) => float.IsNaN(value) || float.IsInfinity(value)
        ? "(float)" + Numbers.Literal((double)value)
        : value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static Constant OfInteger(long value) =>
        new(ConstantKind.Integer, Numbers.Literal(value), value, value, value.ToString(CultureInfo.InvariantCulture));

    private static Constant OfEnum(object value, INamedTypeSymbol enumType)
    {
        var type = enumType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var member = enumType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(
            field => field.HasConstantValue && Equals(field.ConstantValue, value));
        var number = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        _ = long.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole);
        return member is null
            ? new(ConstantKind.Enum, $"({type})({number})", whole, whole, number)
            : new(ConstantKind.Enum, $"{type}.{Identifiers.Escape(member.Name)}", whole, whole, member.Name);
    }
}
