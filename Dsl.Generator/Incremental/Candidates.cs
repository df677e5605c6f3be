using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Incremental;

/// <summary>
/// Finds by their look the types that may be an architecture or a backend: which attributes they carry and what they derive from, aliases
/// of attributes included. What they really are is found out by whoever reads them.
/// </summary>
internal sealed class Candidates
{
    private static readonly string[] Statements = ["LayerParameter", "LayerState", "LayerCost"];

    private Candidates(IncrementalValuesProvider<TypeDeclarationSyntax> architectures, IncrementalValuesProvider<TypeDeclarationSyntax> backends, IncrementalValueProvider<World> world)
    {
        Architectures = architectures;
        Backends = backends;
        World = world;
    }

    /// <summary>Types that carry an attribute which starts a declaration.</summary>
    public IncrementalValuesProvider<TypeDeclarationSyntax> Architectures { get; }

    /// <summary>Attribute classes, and layer classes that state something.</summary>
    public IncrementalValuesProvider<TypeDeclarationSyntax> Backends { get; }

    /// <summary>What all of them are read in.</summary>
    public IncrementalValueProvider<World> World { get; }

    /// <summary>Finds them.</summary>
    /// <param name="context">The generator's.</param>
    /// <param name="starts">Simple names of the attributes that start a declaration, without <c>Attribute</c>.</param>
    public static Candidates Find(IncrementalGeneratorInitializationContext context, IReadOnlyCollection<string> starts)
    {
        IncrementalValueProvider<EquatableArray<string>> aliases = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is UsingDirectiveSyntax { Alias: not null }, static (match, _) => (UsingDirectiveSyntax)match.Node)
            .Where(directive => directive.NamespaceOrType is NameSyntax name && starts.Contains(AttributeName(name)))
            .Select(static (directive, _) => Identifiers.WithoutAttributeSuffix(directive.Alias!.Name.Identifier.ValueText))
            .Collect()
            .Select(static (names, _) => names.ToEquatableArray());
        IncrementalValuesProvider<TypeDeclarationSyntax> types = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is TypeDeclarationSyntax, static (match, _) => (TypeDeclarationSyntax)match.Node);
        IncrementalValuesProvider<TypeDeclarationSyntax> architectures = types
            .Where(static type => type.AttributeLists.Count > 0)
            .Combine(aliases)
            .Where(pair => Carries(pair.Left, name => starts.Contains(name) || pair.Right.Contains(name)))
            .Select(static (pair, _) => pair.Left);
        IncrementalValuesProvider<TypeDeclarationSyntax> backends = types.Where(MayBeBackend);
        IncrementalValueProvider<World> world = architectures.Collect().Combine(backends.Collect()).Combine(context.CompilationProvider)
            .Select(static (found, _) => Incremental.World.Of(found.Left.Left.AddRange(found.Left.Right), found.Right));
        return new Candidates(architectures, backends, world);
    }

    private static bool MayBeBackend(TypeDeclarationSyntax type) =>
        type is ClassDeclarationSyntax { BaseList.Types: var bases } &&
        (EndsWithAttribute(type.Identifier.ValueText) ||
            bases.Any(entry => EndsWithAttribute(LastName(entry.Type))) ||
            Carries(type, static name => Array.IndexOf(Statements, name) >= 0));

    private static bool Carries(TypeDeclarationSyntax type, Func<string, bool> isWanted)
    {
        foreach (AttributeListSyntax list in type.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                if (isWanted(AttributeName(attribute.Name)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string AttributeName(TypeSyntax name) => Identifiers.WithoutAttributeSuffix(LastName(name));

    private static bool EndsWithAttribute(string name) => name.EndsWith("Attribute", StringComparison.Ordinal);

    private static string LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
