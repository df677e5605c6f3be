using System.Linq;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>
/// The files that this generator writes. Analyzers see these files in the compilation, the generator does not. Members that are declared in
/// them are therefore ignored, so that analyzers and generator read the same declaration.
/// </summary>
internal static class GeneratedFiles
{
    // The compiler puts a generated file into a folder that has the full name of its generator.
    private static readonly string s_folder = typeof(ModelGenerator).FullName!;

    /// <summary>Whether a file is one of these files.</summary>
    public static bool Contain(SyntaxTree file) => file.FilePath.Contains(s_folder);

    /// <summary>Whether a symbol is declared in such files only.</summary>
    public static bool Declare(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0 && symbol.DeclaringSyntaxReferences.All(reference => Contain(reference.SyntaxTree));
}
