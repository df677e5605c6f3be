using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>
/// Finds the short names that generated code must not use in a declared class, because they have another meaning in the class's scope.
/// </summary>
internal static class TakenNames
{
    public static EquatableArray<string> Read(INamedTypeSymbol type, IReadOnlyList<BranchModel> branches)
    {
        var layers = branches.Select(branch => branch.Layer?.Name).OfType<string>();
        var enums = branches.SelectMany(branch => branch.Attribute.Options)
            .Select(option => option.Value)
            .Where(value => value.IsNamedMember)
            .Select(value => KnownTypes.ShortName(value.Code.Substring(0, value.Code.LastIndexOf('.'))));
        var wanted = KnownTypes.ShortNames.Concat(layers).Concat(enums);
        return wanted.Distinct(StringComparer.Ordinal).Where(name => IsTaken(name, type)).ToEquatableArray();
    }

    private static bool IsTaken(string name, INamedTypeSymbol type)
    {
        // Aliases for a class in the global namespace would be in the same scope as the project's global aliases, which are
        // unknown here.
        if (type.ContainingNamespace.IsGlobalNamespace || type.ContainingNamespace.GetMembers(name).Any())
        {
            return true;
        }

        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            for (var level = outer; level is not null; level = level.BaseType)
            {
                if (level.Name == name || level.GetMembers(name).Any(member => !GeneratedFiles.Declare(member)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
