using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads one option of a branch attribute's class, with the details that only a check of the class needs.</summary>
internal static class BackendOptionReader
{
    public static BackendOption Read(
        IPropertySymbol property, Option unset, INamedTypeSymbol attribute, RuntimeSymbols runtime, BackendLocations locations)
    {
        var path = "Backend.Option:" + property.Name;
        locations.Add(path, property.Locations.FirstOrDefault());
        var own = !RuntimeSymbols.Is(property.ContainingType, runtime.Branch);
        string? unfit = null;
        var idle = new List<IneffectiveLimit>();
        foreach (var data in property.GetAttributes())
        {
            if (RuntimeSymbols.Is(data.AttributeClass, runtime.DefaultValue))
            {
                locations.Add(path + ".Default", AttributeSource.ArgumentOf(data, data.ConstructorArguments.Length - 1));
                unfit = WhyDefaultUnfit(data, property.Type, runtime);
            }
            else if (NameOfLimit(data, runtime) is { } limit)
            {
                locations.Add($"{path}.{limit}", AttributeSource.NameOf(data));
                locations.Add($"{path}.{limit}.Argument", AttributeSource.ArgumentOf(data, 0));
                if (own && WhyIneffective(data, limit, property) is { } reason)
                {
                    idle.Add(new IneffectiveLimit(limit, reason));
                }
            }
        }

        return new BackendOption(
            unset,
            property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            own,
            NumericTypes.IsInteger(property.Type),
            own ? WhyUnsettable(property, attribute) : null,
            unfit,
            Sample(property.Type, unset),
            idle.ToEquatableArray());
    }

    private static string? NameOfLimit(AttributeData data, RuntimeSymbols runtime) =>
        new[] { runtime.Range, runtime.AllowedValues, runtime.MultipleOf, runtime.DivisorOf, runtime.NotBelow }
            .FirstOrDefault(limit => RuntimeSymbols.Is(data.AttributeClass, limit)) is { } found
            ? Identifiers.WithoutAttributeSuffix(found.Name)
            : null;

    private static string? WhyIneffective(AttributeData data, string limit, IPropertySymbol property)
    {
        var type = property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        var single = data.ConstructorArguments.Length == 1 && data.ConstructorArguments[0].Kind == TypedConstantKind.Primitive
            ? data.ConstructorArguments[0].Value
            : null;
        switch (limit)
        {
            case "Range" when data.ConstructorArguments.Length == 3:
                return "bounds given as text are not read; use numbers, such as [Range(1, 9)]";
            case "Range" when !NumericTypes.IsNumber(property.Type):
            case "MultipleOf" when !NumericTypes.IsNumber(property.Type):
            case "NotBelow" when !NumericTypes.IsNumber(property.Type):
                return $"it is for numbers, and {property.Name} is {type}; remove it";
            case "DivisorOf" when !NumericTypes.IsInteger(property.Type):
                return $"it is for integers, and {property.Name} is {type}; remove it";
            case "MultipleOf" when single is int and < 1:
                return "every number is a multiple of 1, and none of less; use a factor of at least 2";
            case "DivisorOf" or "NotBelow" when single is string other && other == property.Name:
                return "it names the option itself; name another one";
            default:
                return null;
        }
    }

    private static string? WhyUnsettable(IPropertySymbol property, INamedTypeSymbol attribute)
    {
        if (!IsArgumentType(property.Type))
        {
            return $"{property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} is no type of an attribute argument";
        }

        var byConstructor = attribute.InstanceConstructors.Any(constructor =>
            constructor.DeclaredAccessibility == Accessibility.Public &&
            constructor.Parameters.Any(parameter => Identifiers.ToPascalCase(parameter.Name) == property.Name));
        return byConstructor || property.SetMethod is { DeclaredAccessibility: Accessibility.Public, IsInitOnly: false }
            ? null
            : "it has no public setter and no constructor parameter of its name";
    }

    /// <summary>Whether an attribute argument can have the type: C# specification, section 23.2.4 (attribute parameter types).</summary>
    private static bool IsArgumentType(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType: var element } => element is not IArrayTypeSymbol && IsArgumentType(element),
        { TypeKind: TypeKind.Enum } => true,
        { TypeKind: TypeKind.Error } => true,
        { SpecialType: SpecialType.System_Boolean or SpecialType.System_Char } => true,
        { SpecialType: SpecialType.System_String or SpecialType.System_Object } => true,
        INamedTypeSymbol { Name: "Type", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => true,
        _ => NumericTypes.IsNumber(type),
    };

    private static string? WhyDefaultUnfit(AttributeData data, ITypeSymbol type, RuntimeSymbols runtime)
    {
        if (data.ConstructorArguments.Length != 1)
        {
            return data.ConstructorArguments.Length == 2 ? "text" : null;
        }

        var given = data.ConstructorArguments[0];
        if (given.Kind == TypedConstantKind.Error || type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        if (given.IsNull)
        {
            return type.IsValueType ? "null" : null;
        }

        var value = Constants.Read(given);
        var fits = value.Kind == ConstantKind.Integer && NumericTypes.IsNumber(type)
            ? NumericTypes.Holds(type, value.Whole)
            : given.Type is { } from &&
                ((CSharpCompilation)runtime.Compilation).ClassifyConversion(from, type) is { IsImplicit: true, IsUserDefined: false };
        return fits ? null : value.Kind == ConstantKind.Text ? $"\"{value.Label}\"" : value.Label;
    }

    /// <summary>An example of a value: a number in the range, the first member of an enum, false, or an empty text.</summary>
    private static string Sample(ITypeSymbol type, Option unset)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType)
        {
            var member = unset.Limits.Allowed.Concat(Constants.MembersOf(enumType)).FirstOrDefault();
            return member is null
                ? ""
                : $"{enumType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{Identifiers.Escape(member)}";
        }

        if (NumericTypes.IsNumber(type))
        {
            var start = unset.Limits.Minimum is { } minimum and > int.MinValue ? minimum : 1;
            var whole = System.Math.Ceiling(start);
            var multiple = System.Math.Ceiling(whole / unset.Limits.Factor) * unset.Limits.Factor;
            var sample = multiple <= (unset.Limits.Maximum ?? double.MaxValue) && !(unset.Limits.MinimumIsExclusive && multiple == start)
                ? multiple
                : (start + (unset.Limits.Maximum ?? start)) / 2;
            return unset.Limits.Allowed.Count > 0 ? unset.Limits.Allowed[0]
                : NumericTypes.IsInteger(type) ? ((long)sample).ToString(CultureInfo.InvariantCulture)
                : Numbers.Literal(sample) + (type.SpecialType == SpecialType.System_Single ? "f" : "");
        }

        return type.SpecialType switch
        {
            SpecialType.System_Boolean => "false",
            SpecialType.System_String => "\"\"",
            _ => "",
        };
    }
}
