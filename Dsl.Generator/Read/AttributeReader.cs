using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads one attribute of a declaration: every option with its value, and the source location of each argument.</summary>
internal static class AttributeReader
{
    public static AttributeModel Read(
        AttributeData data, Anchor anchor, RuntimeSymbols runtime, List<AnchorLocation> locations, CancellationToken token)
    {
        var type = data.AttributeClass!;
        var given = new Dictionary<string, (string Label, Constant Value)>();
        var twice = new HashSet<string>();
        var broken = data.AttributeConstructor is null;
        if (data.AttributeConstructor is { } constructor)
        {
            for (var i = 0; i < data.ConstructorArguments.Length && i < constructor.Parameters.Length; i++)
            {
                var label = constructor.Parameters[i].Name;
                given[Identifiers.ToPascalCase(label)] = (label, Constants.Read(data.ConstructorArguments[i]));
                broken |= IsError(data.ConstructorArguments[i]);
            }
        }

        foreach (var argument in data.NamedArguments)
        {
            if (given.ContainsKey(argument.Key))
            {
                twice.Add(argument.Key);
            }

            given[argument.Key] = (argument.Key, Constants.Read(argument.Value));
            broken |= IsError(argument.Value);
        }

        var options = new List<Option>();
        foreach (var (_, unset) in runtime.AttributeClassOf(type).Options)
        {
            token.ThrowIfCancellationRequested();
            options.Add(given.TryGetValue(unset.Name, out var entry) && entry.Value.Kind != ConstantKind.None
                ? unset with { Label = entry.Label, IsSet = true, Value = entry.Value, IsGivenTwice = twice.Contains(unset.Name) }
                : unset);
        }

        Locate(data, anchor, runtime, locations, token);
        return new AttributeModel(Identifiers.WithoutAttributeSuffix(type.Name), options.ToEquatableArray(), broken);
    }

    /// <summary>Whether the compiler rejects an argument, or the type that the argument names.</summary>
    private static bool IsError(TypedConstant argument) =>
        argument.Kind == TypedConstantKind.Error || argument is { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } &&
            TypeLabel.IsUnknown(type);

    private static void Locate(
        AttributeData data, Anchor anchor, RuntimeSymbols runtime, List<AnchorLocation> locations, CancellationToken token)
    {
        if (data.ApplicationSyntaxReference?.GetSyntax(token) is not AttributeSyntax syntax ||
            runtime.InSource(syntax.Name.GetLocation()) is not { } name)
        {
            return;
        }

        locations.Add(new AnchorLocation(anchor, name));
        var position = 0;
        foreach (var argument in syntax.ArgumentList?.Arguments ?? default)
        {
            var option = argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText;
            if (option is null && data.AttributeConstructor is { } constructor && position < constructor.Parameters.Length)
            {
                option = constructor.Parameters[position].Name;
            }

            position++;
            if (option is not null)
            {
                var at = anchor.In(Identifiers.ToPascalCase(option));
                locations.Add(new AnchorLocation(at, argument.Expression.GetLocation()));
                if (argument.NameEquals is not null)
                {
                    locations.Add(new AnchorLocation(at.In("Property"), argument.Expression.GetLocation()));
                }
            }
        }
    }
}
