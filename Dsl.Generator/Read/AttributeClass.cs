using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The options that an attribute class offers, with their defaults and limits.</summary>
internal sealed class AttributeClass(IReadOnlyList<(IPropertySymbol Property, Option Unset)> options)
{
    /// <summary>Each property with the option that it is when no declaration sets it.</summary>
    public IReadOnlyList<(IPropertySymbol Property, Option Unset)> Options { get; } = options;

    public ITypeSymbol? TypeOf(string option) => Options.FirstOrDefault(entry => entry.Unset.Name == option).Property?.Type;

    public static AttributeClass Read(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        var options = new List<(IPropertySymbol, Option)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            // System.Attribute's own TypeId is no option.
            if (current.ToDisplayString() == "System.Attribute")
            {
                break;
            }

            foreach (IPropertySymbol property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false } && seen.Add(property.Name))
                {
                    options.Add((property, ReadOption(property, runtime)));
                }
            }
        }

        return new AttributeClass(options);
    }

    private static Option ReadOption(IPropertySymbol property, RuntimeSymbols runtime)
    {
        Constant value = Constant.None;
        Limits limits = property.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType && !Constants.IsFlags(enumType)
            ? Limits.None with { EnumName = enumType.Name, EnumMembers = Constants.MembersOf(enumType) }
            : Limits.None;
        foreach (AttributeData data in property.GetAttributes())
        {
            if (RuntimeSymbols.Is(data.AttributeClass, runtime.DefaultValue) && data.ConstructorArguments.Length == 1)
            {
                value = Constants.Read(data.ConstructorArguments[0]);
            }
            else if (RuntimeSymbols.Is(data.AttributeClass, runtime.Range) && data.ConstructorArguments.Length == 2)
            {
                Constant minimum = Constants.Read(data.ConstructorArguments[0]), maximum = Constants.Read(data.ConstructorArguments[1]);
                if (minimum.IsNumber && maximum.IsNumber)
                {
                    limits = limits with
                    {
                        Minimum = minimum.Real,
                        MinimumIsExclusive = Flag(data, "MinimumIsExclusive"),
                        Maximum = maximum.Real,
                        MaximumIsExclusive = Flag(data, "MaximumIsExclusive"),
                    };
                }
            }
            else if (RuntimeSymbols.Is(data.AttributeClass, runtime.MultipleOf) && data.ConstructorArguments.Length == 1 &&
                data.ConstructorArguments[0] is { Kind: TypedConstantKind.Primitive, Value: int factor and > 0 })
            {
                limits = limits with { Factor = factor };
            }
        }

        return new Option(property.Name, property.Name, IsSet: false, value, value, limits);
    }

    private static bool Flag(AttributeData data, string name) =>
        data.NamedArguments.Any(argument => argument.Key == name && Constants.Read(argument.Value).Truth);
}
