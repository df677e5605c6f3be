using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>The attributes of one class that declare an architecture, grouped by kind.</summary>
internal sealed class DeclaredAttributes
{
    private DeclaredAttributes(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        Type = type;
        foreach (var data in type.GetAttributes())
        {
            var attribute = data.AttributeClass;
            if (RuntimeSymbols.Is(attribute, runtime.VariantOf))
            {
                VariantOf ??= data;
            }
            else if (runtime.IsHead(attribute))
            {
                Heads.Add(data);
            }
            else if (RuntimeSymbols.Is(attribute, runtime.Backbone))
            {
                Backbone ??= data;
            }
            else if (RuntimeSymbols.Is(attribute, runtime.Recipe))
            {
                Recipe ??= data;
            }
            else if (RuntimeSymbols.Is(attribute, runtime.Budget))
            {
                Budget ??= data;
            }
            else if (RuntimeSymbols.Is(attribute, runtime.Citation))
            {
                Citations.Add(data);
            }
            else if (runtime.IsBranch(attribute))
            {
                Branches.Add(data);
            }
        }
    }

    public INamedTypeSymbol Type { get; }

    public AttributeData? VariantOf { get; }

    public List<AttributeData> Heads { get; } = [];

    public AttributeData? Backbone { get; }

    public AttributeData? Recipe { get; }

    public AttributeData? Budget { get; }

    public List<AttributeData> Citations { get; } = [];

    public List<AttributeData> Branches { get; } = [];

    /// <summary>The attribute by which the generator finds the class; null for a class that declares no architecture.</summary>
    public AttributeData? Start => VariantOf ?? Heads.FirstOrDefault();

    /// <summary>Whether the class's own branches replace the inherited ones.</summary>
    public bool ReplacesBranches =>
        VariantOf is not null && VariantOf.NamedArguments.Any(argument => argument is { Key: "ReplaceBranches", Value.Value: true });

    public static DeclaredAttributes Of(INamedTypeSymbol type, RuntimeSymbols runtime) => new(type, runtime);
}
