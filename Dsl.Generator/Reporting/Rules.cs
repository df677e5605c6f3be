using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <summary>All diagnostics, in one file per area. The ID of a removed diagnostic is never used again.</summary>
internal static partial class Rules
{
    /// <summary>The folder of the help pages in the repository.</summary>
    public const string PageFolder = "docs/reference/diagnostics";

    private static readonly Lazy<ImmutableArray<DiagnosticDescriptor>> s_catalogue = new(() =>
    [
        .. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public).Select(
            field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
    ]);

    // The build's property PackageProjectUrl, which the project file writes into the assembly; null if it is not set.
    private static readonly string? s_projectUrl = typeof(Rules).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(data => data.Key == "PackageProjectUrl")?.Value;

    /// <summary>All diagnostics.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => s_catalogue.Value;

    /// <summary>The web address of a help page; empty for a build without a project address.</summary>
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
