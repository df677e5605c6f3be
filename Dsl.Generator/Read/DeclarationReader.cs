using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a declared architecture from its symbols. The result holds no symbols.</summary>
internal static class DeclarationReader
{
    /// <summary>Reads a class with a head attribute or a <c>[VariantOf]</c>.</summary>
    /// <returns>Null when the class declares no architecture.</returns>
    public static LocatedDeclaration? Read(INamedTypeSymbol type, RuntimeSymbols runtime, CancellationToken token)
    {
        var declared = DeclaredAttributes.Of(type, runtime);
        if (type.TypeKind != TypeKind.Class || declared.Start is null)
        {
            return null;
        }

        var locations = new List<AnchorLocation>();
        var chain = VariantChain.Of(type, runtime);
        var (parts, inherited) = ReadParts(chain, runtime, locations, token);
        var otherHeads = ReadOtherHeads(declared.Heads, runtime, locations, token);
        var branches = parts.Branches;
        var head = parts.Head ?? AttributeModel.None;
        var classModel = ClassReader.Read(type, HeadKinds.Find(head), branches, runtime, locations, token);
        Declaration declaration = new(
            classModel, head, otherHeads, parts.Backbone, branches.ToEquatableArray(), parts.Recipe, runtime.RuntimeLayers)
        {
            HostProject = runtime.HostProject,
            Citations = declared.Citations.SelectMany(ReadCitation).ToEquatableArray(),
            Budget = declared.Budget is null ? null : AttributeReader.Read(declared.Budget, Anchor.Budget, runtime, locations, token),
            Variant = chain.Model,
        };
        if (inherited is { Head: { } inheritedHead } &&
            chain.Levels[1].Type.Locations.Any(location => runtime.InSource(location) is not null))
        {
            declaration = declaration with
            {
                Inherited = new Declaration(
                    classModel, inheritedHead, default, inherited.Backbone, inherited.Branches.ToEquatableArray(), inherited.Recipe,
                    runtime.RuntimeLayers),
            };
        }

        return new LocatedDeclaration(declaration, locations.ToEquatableArray());
    }

    /// <summary>
    /// Reads the parts of all architectures from which the class inherits, the furthest one first, and then those of the class itself.
    /// Returns all parts together, and the inherited parts alone.
    /// </summary>
    private static (DeclaredParts All, DeclaredParts? Taken) ReadParts(
        VariantChain chain, RuntimeSymbols runtime, List<AnchorLocation> locations, CancellationToken token)
    {
        DeclaredParts? inherited = null;
        for (var level = chain.Levels.Count - 1; level > 0; level--)
        {
            // The locations of inherited attributes are not needed: mistakes in them are reported at the [VariantOf].
            inherited = new PartsReader(chain.Levels[level], runtime, [], token).Read(inherited);
        }

        return (new PartsReader(chain.Levels[0], runtime, locations, token).Read(inherited), inherited);
    }

    private static EquatableArray<string> ReadOtherHeads(
        List<AttributeData> heads, RuntimeSymbols runtime, List<AnchorLocation> locations, CancellationToken token)
    {
        var names = new List<string>();
        foreach (var data in heads.Where(data => !RuntimeSymbols.Is(data.AttributeClass, heads[0].AttributeClass)))
        {
            var name = Identifiers.WithoutAttributeSuffix(data.AttributeClass!.Name);
            names.Add(name);
            if (data.ApplicationSyntaxReference?.GetSyntax(token) is AttributeSyntax syntax &&
                runtime.InSource(syntax.Name.GetLocation()) is { } location)
            {
                locations.Add(new AnchorLocation(Anchor.OtherHead(name), location));
            }
        }

        return names.ToEquatableArray();
    }

    private static IEnumerable<Citation> ReadCitation(AttributeData data)
    {
        if (data.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string text })
        {
            yield return new Citation(text, data.NamedArguments.FirstOrDefault(argument => argument.Key == "Url").Value.Value as string);
        }
    }
}
