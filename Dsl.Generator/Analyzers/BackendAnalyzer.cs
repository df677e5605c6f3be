using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Analyzers;

/// <summary>
/// Reports mistakes in backends at their source, whether or not an architecture uses the backend. Checks attribute classes derived from
/// <c>BranchAttribute</c>, and layer classes that state parameters, states or a cost.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BackendAnalyzer : DiagnosticAnalyzer
{
    private static readonly Anchor s_root = new("Definition");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    /// <summary>The diagnostics of a type; none for a type that is no backend.</summary>
    internal static IEnumerable<Diagnostic> Find(INamedTypeSymbol type, RuntimeSymbols runtime)
    {
        if (!Backend.IsDefinite(type) || GeneratedFiles.Declare(type))
        {
            return [];
        }

        if (runtime.IsBranch(type))
        {
            var backend = runtime.BackendOf(type);
            return Locate(BackendChecker.CheckAlone(backend.Model, s_root), backend.Locations);
        }

        if (runtime.SequenceLayer is not null && RuntimeSymbols.Inherits(type.BaseType, runtime.SequenceLayer))
        {
            BackendLocations locations = new(runtime);
            var layer = LayerReader.Read(type, options: null, runtime, locations);
            if (layer.IsCheckedAlone)
            {
                return Locate(LayerChecker.Check(layer, s_root.In("Layer")), locations.Locations);
            }
        }

        return [];
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        foreach (var found in Find((INamedTypeSymbol)context.Symbol, RuntimeSymbols.Of(context.Compilation)))
        {
            context.ReportDiagnostic(found);
        }
    }

    private static IEnumerable<Diagnostic> Locate(IEnumerable<Finding> findings, IReadOnlyList<(string Path, Location Location)> locations)
    {
        var known = locations.Select(
            entry => new AnchorLocation(s_root.In(entry.Path), entry.Location)).ToEquatableArray();
        return findings.Distinct().Select(finding => finding.Locate(known).ToDiagnostic());
    }
}
