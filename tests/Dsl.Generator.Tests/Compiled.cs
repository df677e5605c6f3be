using System.Collections.Concurrent;
using System.Reflection;

namespace SerpentDsl.Generator.Tests;

/// <summary>Compiles each source once for all tests.</summary>
internal static class Compiled
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> s_assemblies = new();

    public static Assembly Of(string source) =>
        s_assemblies.GetOrAdd(source, static text => new Lazy<Assembly>(() => GeneratedAssembly.Compile(text))).Value;
}
