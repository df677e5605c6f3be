using System.Reflection;

namespace SerpentDsl.Build.Tests;

/// <summary>What the build of this project knew.</summary>
internal static class BuildFacts
{
    /// <summary>TorchSharp's library for Linux in the package cache.</summary>
    public static string TorchSharpLibrary => Fact(nameof(TorchSharpLibrary));

    /// <summary>The folder of native libraries that builds of the repository share.</summary>
    public static string LibtorchLibraries => Fact(nameof(LibtorchLibraries));

    /// <summary>Debug or Release.</summary>
    public static string Configuration => Fact(nameof(Configuration));

    private static string Fact(string name) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == name).Value!;
}
