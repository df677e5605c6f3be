using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a declared architecture off its symbols. No symbol leaves this step.</summary>
internal static class DeclarationReader
{
    /// <summary>Reads the class at a head attribute.</summary>
    /// <returns>Null when it is no class, or when another attribute of the same class already gives it.</returns>
    public static Reading? Read(GeneratorAttributeSyntaxContext match, CancellationToken token)
    {
        if (match.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } type)
        {
            return null;
        }

        RuntimeSymbols runtime = RuntimeSymbols.Of(match.SemanticModel.Compilation);
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        AttributeData[] heads = attributes.Where(data => runtime.IsHead(data.AttributeClass)).ToArray();
        if (heads.Length == 0 || !IsAt(heads[0], match))
        {
            return null;
        }

        AttributeData head = heads[0];
        var places = new List<Place>();
        EquatableArray<string> otherHeads = ReadOtherHeads(heads, runtime, places, token);
        AttributeModel headModel = AttributeReader.Read(head, Anchor.Head, runtime, places, token);
        AttributeModel? backbone = null;
        RecipeModel? recipe = null;
        AttributeModel? budget = null;
        var citations = new List<Citation>();
        var branches = new List<BranchModel>();
        foreach (AttributeData data in attributes)
        {
            token.ThrowIfCancellationRequested();
            if (RuntimeSymbols.Is(data.AttributeClass, runtime.Backbone))
            {
                backbone ??= AttributeReader.Read(data, Anchor.Backbone, runtime, places, token);
            }
            else if (RuntimeSymbols.Is(data.AttributeClass, runtime.Recipe))
            {
                recipe ??= RecipeReader.Read(data, type, runtime, places, token);
            }
            else if (RuntimeSymbols.Is(data.AttributeClass, runtime.Budget))
            {
                budget ??= AttributeReader.Read(data, Anchor.Budget, runtime, places, token);
            }
            else if (RuntimeSymbols.Is(data.AttributeClass, runtime.Citation))
            {
                citations.AddRange(ReadCitation(data));
            }
            else if (runtime.IsBranch(data.AttributeClass))
            {
                branches.Add(ReadBranch(data, branches.Count, runtime, places, token));
            }
        }

        ClassModel classModel = ClassReader.Read(type, HeadKinds.Of(headModel), branches, runtime, places, token);
        Declaration declaration = new(classModel, headModel, otherHeads, backbone, branches.ToEquatableArray(), recipe, runtime.Pieces)
        {
            Citations = citations.ToEquatableArray(),
            Budget = budget,
        };
        return new Reading(declaration, places.ToEquatableArray());
    }

    /// <summary>Whether the generator was led here by this very attribute.</summary>
    private static bool IsAt(AttributeData attribute, GeneratorAttributeSyntaxContext match) =>
        match.Attributes.Any(found => RuntimeSymbols.Is(found.AttributeClass, attribute.AttributeClass)) &&
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == match.TargetNode.SyntaxTree &&
        match.TargetNode.Span.Contains(reference.Span);

    private static EquatableArray<string> ReadOtherHeads(AttributeData[] heads, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
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

    private static BranchModel ReadBranch(AttributeData data, int index, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        Anchor anchor = Anchor.Branch(index);
        AttributeModel attribute = AttributeReader.Read(data, anchor, runtime, places, token);
        Backend backend = runtime.BackendOf(data.AttributeClass!);
        places.AddRange(backend.Places.Select(place => new Place(anchor.In(place.Path), place.Location)));
        return new BranchModel(attribute, backend.Model);
    }
}
