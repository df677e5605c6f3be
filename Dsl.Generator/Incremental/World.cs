using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Incremental;

/// <summary>
/// What declarations are read in: a compilation. Two worlds are equal when no declaration can read differently in them, which is when their
/// files differ in nothing but the bodies of members, and when no file differs at all that a declaration or one of its diagnostics stands
/// in. Typing in a method then costs nothing: binding the attributes of a hundred classes again would be most of a keystroke.
/// </summary>
/// <remarks>Holds files, which the next compilation mostly shares, and the compilation itself weakly: whoever reads in it, reads while it is new.</remarks>
internal sealed class World : IEquatable<World>
{
    private readonly WeakReference<Compilation> _compilation;
    private readonly ImmutableArray<SyntaxTree> _files;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly CompilationOptions _options;
    private readonly string? _name;
    private readonly ConcurrentDictionary<SyntaxTree, bool> _fixed = new();

    private World(ImmutableArray<TypeDeclarationSyntax> candidates, Compilation compilation)
    {
        _compilation = new(compilation);
        _files = [.. compilation.SyntaxTrees];
        _references = [.. compilation.References];
        _options = compilation.Options;
        _name = compilation.AssemblyName;
        foreach (TypeDeclarationSyntax candidate in candidates)
        {
            _fixed.TryAdd(candidate.SyntaxTree, true);
        }
    }

    public static World Of(ImmutableArray<TypeDeclarationSyntax> candidates, Compilation compilation) => new(candidates, compilation);

    /// <summary>The class of a candidate, and what is known of the runtime.</summary>
    public (INamedTypeSymbol? Type, RuntimeSymbols Runtime) Find(TypeDeclarationSyntax candidate)
    {
        if (!_compilation.TryGetTarget(out Compilation? compilation))
        {
            throw new InvalidOperationException("A declaration was read after its compilation had been given up.");
        }

        return (compilation.GetSemanticModel(candidate.SyntaxTree).GetDeclaredSymbol(candidate), RuntimeSymbols.Of(compilation));
    }

    /// <summary>Notes that something is reported in a file, so that its lines must not move unnoticed.</summary>
    public void Fix(Location? place)
    {
        if (place?.SourceTree is { } file)
        {
            _fixed.TryAdd(file, true);
        }
    }

    public bool Equals(World? other)
    {
        if (other is null || _files.Length != other._files.Length || _name != other._name || !_options.Equals(other._options) ||
            !_references.SequenceEqual(other._references))
        {
            return false;
        }

        for (int i = 0; i < _files.Length; i++)
        {
            SyntaxTree mine = _files[i], its = other._files[i];
            if (mine != its && (_fixed.ContainsKey(mine) || other._fixed.ContainsKey(its) || !SyntaxFactory.AreEquivalent(mine, its, topLevel: true)))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is World other && Equals(other);

    public override int GetHashCode() => unchecked((_files.Length * 31) + (_name?.GetHashCode() ?? 0));
}
