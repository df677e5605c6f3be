using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Incremental;

/// <summary>Finds the types that may be architectures, by the names of their attributes. Their symbols decide later.</summary>
/// <remarks>
/// <c>ForAttributeWithMetadataName</c> would resolve the attributes' symbols after each edit of any file. Here names decide, file by file,
/// and symbols are resolved only when <see cref="ComparableCompilation"/> changes.
/// </remarks>
internal sealed class Candidates
{
    private Candidates(
        IncrementalValuesProvider<TypeDeclarationSyntax> architectures, IncrementalValueProvider<ComparableCompilation> compilation)
    {
        Architectures = architectures;
        Compilation = compilation;
    }

    /// <summary>Types that carry an attribute which starts a declaration.</summary>
    public IncrementalValuesProvider<TypeDeclarationSyntax> Architectures { get; }

    /// <summary>The compilation in which the types are read.</summary>
    public IncrementalValueProvider<ComparableCompilation> Compilation { get; }

    /// <summary>Registers the search with the generator.</summary>
    /// <param name="context">The generator's initialization context.</param>
    /// <param name="starts">Simple names of the attributes that start a declaration, without <c>Attribute</c>.</param>
    public static Candidates Find(IncrementalGeneratorInitializationContext context, IReadOnlyCollection<string> starts)
    {
        var files = context.CompilationProvider
            .SelectMany(static (compilation, _) => compilation.SyntaxTrees)
            .Select(static (file, token) => FileCandidates.Of(file, token));
        var aliases = files
            .SelectMany((file, _) => file.Aliases.Where(entry => starts.Contains(entry.Attribute)).Select(entry => entry.Alias))
            .Collect()
            .Select(static (names, _) => names.ToEquatableArray());
        var architectures = files
            .SelectMany(static (file, _) => file.Attributed)
            .Combine(aliases)
            .Where(pair => FileCandidates.Carries(pair.Left, name => starts.Contains(name) || pair.Right.Contains(name)))
            .Select(static (pair, _) => pair.Left);
        var compilation = architectures.Collect().Combine(context.CompilationProvider)
            .Select(static (found, _) => new ComparableCompilation(found.Left, found.Right));
        return new Candidates(architectures, compilation);
    }
}
