using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using SerpentDsl.Specs;

namespace SerpentDsl.Generator.Tests;

/// <summary>Compiles declarations with the generator and loads what comes out.</summary>
public static class GeneratedAssembly
{
    /// <summary>
    /// Compiles a file with declarations, generated code included, and loads it into a collectible context. The source needs its
    /// own using directives.
    /// </summary>
    /// <exception cref="InvalidOperationException">The generator or the compiler reports an error or a warning.</exception>
    public static Assembly Compile(string source)
    {
        ImmutableArray<Diagnostic> found = Compilations.Compile(Compilations.Create(source), out CSharpCompilation compilation);
        if (!found.IsEmpty)
        {
            IEnumerable<string> generated = compilation.SyntaxTrees.Skip(1).Select(tree => tree.ToString());
            throw new InvalidOperationException(string.Join("\n", found.Select(diagnostic => diagnostic.ToString()).Concat(generated)));
        }

        using MemoryStream stream = new();
        EmitResult emitted = compilation.Emit(stream);
        if (!emitted.Success)
        {
            throw new InvalidOperationException(string.Join("\n", emitted.Diagnostics));
        }

        stream.Position = 0;
        return new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true).LoadFromStream(stream);
    }

    /// <summary>What a generated class of the assembly says about itself.</summary>
    /// <param name="assembly">From <see cref="Compile"/>.</param>
    /// <param name="className">Full name of the declared class.</param>
    public static ArchitectureSpec SpecOf(Assembly assembly, string className) =>
        (ArchitectureSpec)assembly.GetType(className, throwOnError: true)!.GetProperty("Spec")!.GetValue(null)!;

    /// <summary>Makes a model of a generated class.</summary>
    /// <param name="assembly">From <see cref="Compile"/>.</param>
    /// <param name="className">Full name of the declared class.</param>
    public static ISequenceClassifier Create(Assembly assembly, string className) => SpecOf(assembly, className).Create();
}
