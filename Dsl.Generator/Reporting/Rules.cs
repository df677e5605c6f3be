using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <summary>Every diagnostic, by area in files of their own. An ID is never used again.</summary>
internal static partial class Rules
{
    /// <summary>The folder of the help pages in the repository.</summary>
    public const string PageFolder = "docs/reference/diagnostics";

    private static readonly Lazy<ImmutableArray<DiagnosticDescriptor>> s_catalogue = new(() =>
    [
        .. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public).Select(
            field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
    ]);

    // The property PackageProjectUrl of the build, which the project file puts here; null where it is not set.
    private static readonly string? s_projectUrl = typeof(Rules).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(data => data.Key == "PackageProjectUrl")?.Value;

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => s_catalogue.Value;

    /// <summary>Where a help page can be read; empty for a build that does not know where its project is.</summary>
    /// <param name="projectUrl">Address of the repository, at a host with GitHub's paths; null or empty for none.</param>
    /// <param name="id">The diagnostic.</param>
    public static string HelpLink(string? projectUrl, string id) =>
        string.IsNullOrEmpty(projectUrl) ? "" : $"{projectUrl!.TrimEnd('/')}/blob/HEAD/{PageFolder}/{id}.md";

    private static DiagnosticDescriptor Error(string id, string area, string title, string message) =>
        Create(id, area, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string area, string title, string message, params string[] tags) =>
        Create(id, area, title, message, DiagnosticSeverity.Warning, tags);

    private static DiagnosticDescriptor Info(string id, string area, string title, string message) =>
        Create(id, area, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(
        string id, string area, string title, string message, DiagnosticSeverity severity, params string[] tags) => new(
        id, title, message, "SerpentDsl." + area, severity, isEnabledByDefault: true, helpLinkUri: HelpLink(s_projectUrl, id),
        customTags: tags);
}
