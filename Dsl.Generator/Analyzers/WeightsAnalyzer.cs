using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;
using SerpentDsl.Generator.Weights;

namespace SerpentDsl.Generator.Analyzers;

/// <summary>Reports mistakes in weights ledgers, in the ledger files themselves.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WeightsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics =>
        [Rules.MalformedWeights, Rules.UnknownPinned, Rules.PinnedTwice];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var files = WeightsFiles.Of(
                context.Options.AdditionalFiles, text =>
                    context.TryGetValue(text, WeightsFiles.Parser, out var file) ? file : null);
        if (files.All.Count == 0)
        {
            return;
        }

        var runtime = RuntimeSymbols.Of(context.Compilation);
        ConcurrentBag<string> architectures = [];
        context.RegisterSymbolAction(
            symbol =>
            {
                if (runtime.IsDeclared((INamedTypeSymbol)symbol.Symbol))
                {
                    architectures.Add(TypeLabel.FullNameOf((INamedTypeSymbol)symbol.Symbol));
                }
            },
            SymbolKind.NamedType);
        context.RegisterAdditionalFileAction(file => Report(file, files));
        context.RegisterCompilationEndAction(end =>
        {
            var known = architectures.ToEquatableArray();
            foreach (var file in files.All)
            {
                if (WeightsChecker.FindStray(file, known) is { } stray)
                {
                    end.ReportDiagnostic(stray);
                }
            }
        });
    }

    private static void Report(AdditionalFileAnalysisContext context, WeightsFiles files)
    {
        if (files.At(context.AdditionalFile.Path) is not { } file)
        {
            return;
        }

        var command = PinCommand.For(context.Compilation, file.Architecture.Length > 0 ? file.Architecture : "NAME");
        foreach (var fault in file.Faults)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.MalformedWeights, fault.At.In(file.Path), file.Name, fault.Text, command));
        }

        if (files.FindFirst(file.Architecture) is { } first && first != file)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.PinnedTwice, file.Head.In(file.Path), file.Architecture, first.Name));
        }
    }
}
