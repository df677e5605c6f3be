using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Incremental;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a declared architecture off its symbols. No symbol leaves this step.</summary>
internal static class DeclarationReader
{
    /// <summary>Reads the class at a head attribute or a <c>[VariantOf]</c>.</summary>
    /// <returns>Null when it is none, or when another part of the same class already gives it.</returns>
    public static Reading? Read(TypeDeclarationSyntax candidate, World world, CancellationToken token)
    {
        (INamedTypeSymbol? type, RuntimeSymbols runtime) = world.Find(candidate);
        if (type is not { TypeKind: TypeKind.Class })
        {
            return null;
        }

        DeclaredAttributes declared = DeclaredAttributes.Of(type, runtime);
        if (declared.Start is not { } start || !IsIn(start, candidate))
        {
            return null;
        }

        var places = new List<Place>();
        VariantChain chain = VariantChain.Of(type, runtime);
        (DeclaredParts parts, DeclaredParts? taken) = ReadParts(chain, runtime, places, token);
        EquatableArray<string> otherHeads = ReadOtherHeads(declared.Heads, runtime, places, token);
        BranchModel[] branches = parts.Branches.Select(branch => branch.Model).ToArray();
        AttributeModel head = parts.Head ?? AttributeModel.None;
        ClassModel classModel = ClassReader.Read(type, HeadKinds.Find(head), branches, runtime, places, token);
        Declaration declaration = new(classModel, head, otherHeads, parts.Backbone, branches.ToEquatableArray(), parts.Recipe, runtime.Pieces)
        {
            Citations = declared.Citations.SelectMany(ReadCitation).ToEquatableArray(),
            Budget = declared.Budget is null ? null : AttributeReader.Read(declared.Budget, Anchor.Budget, runtime, places, token),
            Variant = chain.Model,
        };
        if (taken is { Head: { } takenHead } && chain.Levels[1].Type.Locations.Any(location => runtime.InSource(location) is not null))
        {
            EquatableArray<BranchModel> takenBranches = taken.Branches.Select(branch => branch.Model).ToEquatableArray();
            declaration = declaration with
            {
                TakenOver = new Declaration(classModel, takenHead, default, taken.Backbone, takenBranches, taken.Recipe, runtime.Pieces),
            };
        }

        places.ForEach(place => world.Fix(place.Location));
        return new Reading(declaration, places.ToEquatableArray());
    }

    private static bool IsIn(AttributeData attribute, TypeDeclarationSyntax candidate) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == candidate.SyntaxTree && candidate.Span.Contains(reference.Span);

    /// <summary>Reads the class on top of all that it takes over, from the far end of the way; and what it takes over by itself.</summary>
    private static (DeclaredParts All, DeclaredParts? Taken) ReadParts(
        VariantChain chain, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        DeclaredParts? taken = null;
        for (int level = chain.Levels.Count - 1; level > 0; level--)
        {
            // Where the others' attributes stand is no matter here: what is wrong with them is reported at the [VariantOf].
            taken = new PartsReader(chain.Levels[level], runtime, [], token).Read(taken);
        }

        return (new PartsReader(chain.Levels[0], runtime, places, token).Read(taken), taken);
    }

    private static EquatableArray<string> ReadOtherHeads(List<AttributeData> heads, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        var names = new List<string>();
        foreach (AttributeData data in heads.Where(data => !RuntimeSymbols.Is(data.AttributeClass, heads[0].AttributeClass)))
        {
            string name = Identifiers.WithoutAttributeSuffix(data.AttributeClass!.Name);
            names.Add(name);
            if (data.ApplicationSyntaxReference?.GetSyntax(token) is AttributeSyntax syntax && runtime.InSource(syntax.Name.GetLocation()) is { } location)
            {
                places.Add(new Place(Anchor.OtherHead(name), location));
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
