using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;
using SerpentDsl.Generator.Weights;

namespace SerpentDsl.Generator.Analyzers;

/// <summary>
/// Reports mistakes in declared architectures, each at its own class: broken rules of declarations, and checkpoints that no longer load.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    private readonly CheckCache _checks = new();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A declaration in a generated file becomes a model too, so its mistakes must be reported.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var pinned = WeightsFiles.Of(
                start.Options.AdditionalFiles, text => start.TryGetValue(text, WeightsFiles.Parser, out var file) ? file : null);
            start.RegisterSymbolAction(symbol => Analyze(symbol, pinned), SymbolKind.NamedType);
        });
    }

    /// <summary>The diagnostics of a type; none for a type that declares no architecture.</summary>
    internal static IEnumerable<Diagnostic> Find(INamedTypeSymbol type, RuntimeSymbols runtime, CancellationToken token) =>
        DeclarationReader.Read(type, runtime, token) is { } read ? Locate(DeclarationChecker.Check(read.Declaration), read) : [];

    private static IEnumerable<Diagnostic> Locate(CheckResult result, LocatedDeclaration read) =>
        result.Findings.Select(finding => finding.Locate(read.Locations).ToDiagnostic());

    private void Analyze(SymbolAnalysisContext context, WeightsFiles pinned)
    {
        if (DeclarationReader.Read(
            (INamedTypeSymbol)context.Symbol, RuntimeSymbols.Of(context.Compilation), context.CancellationToken) is not { } read)
        {
            return;
        }

        var result = _checks.Check(read.Declaration);
        foreach (var found in Locate(result, read))
        {
            context.ReportDiagnostic(found);
        }

        if (result.Model is { } model && pinned.Find(result.Class.FullName) is { } file &&
            WeightsChecker.Check(model, file, PinCommand.For(context.Compilation, result.Class.FullName)) is { } changed)
        {
            context.ReportDiagnostic(changed.Locate(read.Locations).ToDiagnostic());
        }
    }
}
