using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
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
        var declared = Compilations.Create(source);
        var (expanded, reported) = Compilations.Expand(declared);
        using MemoryStream stream = new();
        var emitted = expanded.Emit(stream);
        Diagnostic[] found =
        [
            .. reported.Where(diagnostic => diagnostic is { IsSuppressed: false, Severity: >= DiagnosticSeverity.Warning }),
            .. Compilations.Relevant(emitted.Diagnostics, declared)
        ];
        if (found.Length > 0)
        {
            throw new InvalidOperationException(
                string.Join("\n", found.Select(diagnostic => $"{diagnostic}\n  {LineAt(diagnostic.Location)}")));
        }

        stream.Position = 0;
        return new AssemblyLoadContext(expanded.AssemblyName, isCollectible: true).LoadFromStream(stream);
    }

    /// <summary>What a generated class of the assembly says about itself.</summary>
    /// <param name="assembly">From <see cref="Compile"/>.</param>
    /// <param name="className">Full name of the declared class.</param>
    public static ArchitectureSpec SpecOf(Assembly assembly, string className) =>
        (ArchitectureSpec)assembly.GetType(className, throwOnError: true)!.GetProperty("Spec")!.GetValue(null)!;

    /// <summary>Makes a classifier of a generated class.</summary>
    /// <param name="assembly">From <see cref="Compile"/>.</param>
    /// <param name="className">Full name of the declared class.</param>
    public static ISequenceClassifier Create(Assembly assembly, string className) => Create<ISequenceClassifier>(assembly, className);

    /// <summary>Makes a model of a generated class, as what its head makes it.</summary>
    /// <typeparam name="T">The interface of its head.</typeparam>
    /// <param name="assembly">From <see cref="Compile"/>.</param>
    /// <param name="className">Full name of the declared class.</param>
    public static T Create<T>(Assembly assembly, string className)
        where T : ISequenceModel => (T)SpecOf(assembly, className).Create();

    private static string? LineAt(Location location) =>
        location.SourceTree?.GetText().Lines[location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
}
