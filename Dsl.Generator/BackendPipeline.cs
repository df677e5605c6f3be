using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator;

/// <summary>
/// Checks the backends that are written in this compilation where they are written, whether or not an architecture uses them: attribute
/// classes derived from <c>BranchAttribute</c>, and layer classes that state parameters, states or a cost.
/// </summary>
internal static class BackendPipeline
{
    private const string Root = "Definition";

    private static readonly string[] Statements = ["LayerParameter", "LayerState", "LayerCost"];

    /// <summary>What is wrong with the backends of the compilation.</summary>
    public static IncrementalValuesProvider<EquatableArray<Problem>> Find(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is ClassDeclarationSyntax type && MayBeBackend(type), static (match, token) => Check(match, token))
            .Where(static problems => problems.Count > 0)
            .WithTrackingName(Steps.Backends);

    /// <summary>By its look alone: an attribute class by its name or its base's, a layer by what it carries.</summary>
    private static bool MayBeBackend(ClassDeclarationSyntax type)
    {
        if (type.BaseList is not { Types: var bases })
        {
            return false;
        }

        return EndsWithAttribute(type.Identifier.ValueText) ||
            bases.Any(entry => EndsWithAttribute(LastName(entry.Type))) ||
            type.AttributeLists.Any(list => list.Attributes.Any(attribute =>
                Array.IndexOf(Statements, Identifiers.WithoutAttributeSuffix(LastName(attribute.Name))) >= 0));
    }

    private static bool EndsWithAttribute(string name) => name.EndsWith("Attribute", StringComparison.Ordinal);

    private static string LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private static EquatableArray<Problem> Check(GeneratorSyntaxContext match, CancellationToken token)
    {
        // What has type parameters is checked where they are given, and what is abstract where it is made whole.
        if (match.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)match.Node, token) is not INamedTypeSymbol { IsGenericType: false, IsAbstract: false } type)
        {
            return default;
        }

        RuntimeSymbols runtime = RuntimeSymbols.Of(match.SemanticModel.Compilation);
        token.ThrowIfCancellationRequested();
        if (runtime.IsBranch(type))
        {
            Backend backend = runtime.BackendOf(type);
            return Locate(BackendChecker.Check(backend.Model, new Anchor(Root)), backend.Places);
        }

        if (runtime.SequenceLayer is null || !RuntimeSymbols.Inherits(type.BaseType, runtime.SequenceLayer))
        {
            return default;
        }

        PlaceList places = new(runtime);
        LayerModel layer = LayerReader.Read(type, options: null, runtime, places);
        return layer.PublicConstructors == 1 ? Locate(LayerChecker.Check(layer, new Anchor(Root).In("Layer")), places.Places) : default;
    }

    private static EquatableArray<Problem> Locate(IEnumerable<Finding> findings, IReadOnlyList<(string Path, Location Location)> places)
    {
        EquatableArray<Place> known = places.Select(place => new Place(new Anchor(Root).In(place.Path), place.Location)).ToEquatableArray();
        return findings.Select(finding => finding.Locate(known)).ToEquatableArray();
    }
}
