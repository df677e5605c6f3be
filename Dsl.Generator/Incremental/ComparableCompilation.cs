using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Incremental;

/// <summary>
/// A compilation that equals another one when every declaration reads the same in both: when their files differ only in the bodies of
/// members, and the files that contain declarations do not differ at all. So typing in a method costs nothing; binding the attributes of a
/// hundred classes again would take most of the time of a keystroke.
/// </summary>
/// <remarks>Holds the files, most of which the next compilation shares, and a weak reference to the compilation, which is read only while
/// it is current.</remarks>
internal sealed class ComparableCompilation : IEquatable<ComparableCompilation>
{
    private readonly WeakReference<Compilation> _compilation;
    private readonly ImmutableArray<SyntaxTree> _files;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly CompilationOptions _options;
    private readonly string? _name;
    private readonly HashSet<SyntaxTree> _declaringFiles;

    /// <summary>Makes a compilation comparable.</summary>
    /// <param name="candidates">The types that may be declarations.</param>
    /// <param name="compilation">The compilation that contains these types.</param>
    public ComparableCompilation(ImmutableArray<TypeDeclarationSyntax> candidates, Compilation compilation)
    {
        _compilation = new(compilation);
        _files = [.. compilation.SyntaxTrees];
        _references = [.. compilation.References];
        _options = compilation.Options;
        _name = compilation.AssemblyName;
        _declaringFiles = [.. candidates.Select(candidate => candidate.SyntaxTree)];
    }

    /// <summary>Reads the class at a head attribute or a <c>[VariantOf]</c>.</summary>
    /// <returns>Null when the class declares no architecture, or when another part of the same class returns it.</returns>
    /// <exception cref="InvalidOperationException">The compilation was collected as garbage: it was read too late.</exception>
    public Declaration? Read(TypeDeclarationSyntax candidate, CancellationToken token)
    {
        if (!_compilation.TryGetTarget(out var compilation))
        {
            throw new InvalidOperationException("A declaration was read after its compilation had been collected.");
        }

        var type = compilation.GetSemanticModel(candidate.SyntaxTree).GetDeclaredSymbol(candidate, token);
        var runtime = RuntimeSymbols.Of(compilation);
        return type is not null && DeclaredAttributes.Of(type, runtime).Start is { } start && IsIn(start, candidate)
            ? DeclarationReader.Read(type, runtime, token)?.Declaration
            : null;
    }

    private static bool IsIn(AttributeData attribute, TypeDeclarationSyntax candidate) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == candidate.SyntaxTree &&
        candidate.Span.Contains(reference.Span);

    public bool Equals(ComparableCompilation? other)
    {
        if (other is null || _files.Length != other._files.Length || _name != other._name || !_options.Equals(other._options) ||
            !_references.SequenceEqual(other._references))
        {
            return false;
        }

        for (var i = 0; i < _files.Length; i++)
        {
            SyntaxTree mine = _files[i], its = other._files[i];
            var declare = _declaringFiles.Contains(mine) || other._declaringFiles.Contains(its);
            if (mine != its && (declare || !SyntaxFactory.AreEquivalent(mine, its, topLevel: true)))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ComparableCompilation other && Equals(other);

    public override int GetHashCode() => unchecked((_files.Length * 31) + (_name?.GetHashCode() ?? 0));
}
