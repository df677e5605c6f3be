using System.Collections.Concurrent;
using System.Reflection;

namespace SerpentDsl.Generator.Tests;

/// <summary>Compiles each source once for all tests.</summary>
internal static class Compiled
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Assemblies = new();

    public static Assembly Of(string source) => Assemblies.GetOrAdd(source, static text => new Lazy<Assembly>(() => GeneratedAssembly.Compile(text))).Value;
}
