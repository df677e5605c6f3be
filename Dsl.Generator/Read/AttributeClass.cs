using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The options that an attribute class offers, with their defaults and limits.</summary>
internal sealed class AttributeClass(IReadOnlyList<(IPropertySymbol Property, Option Unset)> options)
{
    /// <summary>Each property with the option that a declaration has if it does not set the property.</summary>
    public IReadOnlyList<(IPropertySymbol Property, Option Unset)> Options { get; } = options;

    public ITypeSymbol? TypeOf(string option) => Options.FirstOrDefault(entry => entry.Unset.Name == option).Property?.Type;

    public static AttributeClass Read(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        var options = new List<(IPropertySymbol, Option)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            // System.Attribute's property TypeId is not an option.
            if (current.ToDisplayString() == "System.Attribute")
            {
                break;
            }

            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false } &&
                    seen.Add(property.Name))
                {
                    options.Add((property, ReadOption(property, runtime)));
                }
            }
        }

        return new AttributeClass(options);
    }

    private static Option ReadOption(IPropertySymbol property, RuntimeSymbols runtime)
    {
        var value = Constant.None;
        var limits = property.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType && !Constants.IsFlags(enumType)
            ? Limits.None with
            {
                EnumName = enumType.Name,
                EnumCode = enumType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                EnumMembers = Constants.MembersOf(enumType),
                Demands = ReadRequirements(enumType, runtime),
            }
            : Limits.None;
        foreach (var data in property.GetAttributes())
        {
            if (RuntimeSymbols.Is(data.AttributeClass, runtime.DefaultValue) && data.ConstructorArguments.Length == 1)
            {
                value = Constants.Read(data.ConstructorArguments[0]);
            }
            else
            {
                limits = ReadLimit(data, limits, runtime);
            }
        }

        return new Option(property.Name, property.Name, IsSet: false, value, value, limits);
    }

    private static Limits ReadLimit(AttributeData data, Limits limits, RuntimeSymbols runtime)
    {
        var type = data.AttributeClass;
        var arguments = data.ConstructorArguments.ToArray();
        if (RuntimeSymbols.Is(type, runtime.Range) && arguments.Length == 2)
        {
            Constant minimum = Constants.Read(arguments[0]), maximum = Constants.Read(arguments[1]);
            return !minimum.IsNumber || !maximum.IsNumber ? limits : limits with
            {
                Minimum = minimum.Real,
                MinimumIsExclusive = Named(data, "MinimumIsExclusive").Truth,
                Maximum = maximum.Real,
                MaximumIsExclusive = Named(data, "MaximumIsExclusive").Truth,
            };
        }

        if (RuntimeSymbols.Is(type, runtime.AllowedValues) && arguments.Length == 1 &&
            arguments[0] is { Kind: TypedConstantKind.Array, IsNull: false } values)
        {
            var allowed = values.Values.Select(Constants.Read).ToArray();
            return limits with
            {
                Allowed = allowed.Select(value => value.Label).ToEquatableArray(),
                AllowedCode = allowed.Select(value => value.Code).ToEquatableArray(),
            };
        }

        var single = arguments.Length == 1 && arguments[0].Kind == TypedConstantKind.Primitive ? arguments[0].Value : null;
        return single switch
        {
            int factor and > 0 when RuntimeSymbols.Is(type, runtime.MultipleOf) => limits with { Factor = factor },
            string option when RuntimeSymbols.Is(type, runtime.DivisorOf) => limits with { DivisorOf = option },
            string option when RuntimeSymbols.Is(type, runtime.NotBelow) => limits with { NotBelow = option },
            _ => limits,
        };
    }

    private static EquatableArray<MemberRequirement> ReadRequirements(INamedTypeSymbol enumType, RuntimeSymbols runtime)
    {
        var demands = new List<MemberRequirement>();
        foreach (var member in enumType.GetMembers().OfType<IFieldSymbol>())
        {
            foreach (var data in member.GetAttributes().Where(data => RuntimeSymbols.Is(data.AttributeClass, runtime.Demands)))
            {
                if (data.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string option })
                {
                    Constant minimum = Named(data, "Minimum"), factor = Named(data, "MultipleOf");
                    demands.Add(new MemberRequirement(
                        member.Name,
                        option,
                        minimum.IsNumber ? (int)minimum.Whole : int.MinValue,
                        factor.IsNumber && factor.Whole > 0 ? (int)factor.Whole : 1));
                }
            }
        }

        return demands.ToEquatableArray();
    }

    private static Constant Named(AttributeData data, string name) =>
        data.NamedArguments.Where(argument => argument.Key == name).Select(
            argument => Constants.Read(argument.Value)).DefaultIfEmpty(Constant.None).First();
}
