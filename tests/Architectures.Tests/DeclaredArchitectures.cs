using System.Reflection;
using SerpentDsl.Architectures.Lra;
using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests;

/// <summary>Every architecture that the tree declares, by name.</summary>
internal static class DeclaredArchitectures
{
    private static readonly IReadOnlyDictionary<string, ArchitectureSpec> s_all = typeof(SerpentS4ListOps).Assembly.GetExportedTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IArchitecture)))
        .Select(
            type => (ArchitectureSpec)type.GetProperty(
                nameof(IArchitecture.Spec), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)
        .ToDictionary(spec => spec.Name);

    public static IEnumerable<ArchitectureSpec> All => s_all.Values;

    public static TheoryData<string> Names => [.. s_all.Keys.Order(StringComparer.Ordinal)];

    public static ArchitectureSpec Find(string name) => s_all[name];
}
