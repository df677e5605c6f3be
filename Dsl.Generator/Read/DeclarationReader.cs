using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads a declared architecture off its symbols. No symbol leaves this step.</summary>
internal static class DeclarationReader
{
    /// <summary>Reads the class at a <c>[SequenceClassifier]</c>.</summary>
    /// <returns>Null when it is no class, or when another attribute list of the same class already gives it.</returns>
    public static Reading? Read(GeneratorAttributeSyntaxContext match, CancellationToken token)
    {
        if (match.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } type)
        {
            return null;
        }

        RuntimeSymbols runtime = RuntimeSymbols.Of(match.SemanticModel.Compilation);
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        AttributeData? head = attributes.FirstOrDefault(data => RuntimeSymbols.Is(data.AttributeClass, runtime.Head));
        if (head?.ApplicationSyntaxReference is not { } reference || reference.SyntaxTree != match.TargetNode.SyntaxTree ||
            !match.TargetNode.Span.Contains(reference.Span))
        {
            return null;
        }

        var places = new List<Place>();
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

        ClassModel classModel = ClassReader.Read(type, branches, runtime, places, token);
        Declaration declaration = new(classModel, headModel, backbone, branches.ToEquatableArray(), recipe, runtime.Pieces)
        {
            Citations = citations.ToEquatableArray(),
            Budget = budget,
        };
        return new Reading(declaration, places.ToEquatableArray());
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
