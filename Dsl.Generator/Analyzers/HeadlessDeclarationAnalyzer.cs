using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Analyzers;

/// <summary>
/// Reports classes with a backbone, a branch or a recipe but no head. The generator starts from the head and never sees such a class. A
/// search by name would not find all branch attributes, because users add their own.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HeadlessDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rules.MissingHead];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var attributes = context.Symbol.GetAttributes();
        if (attributes.IsEmpty)
        {
            return;
        }

        var runtime = RuntimeSymbols.Of(context.Compilation);
        if (runtime.IsDeclared((INamedTypeSymbol)context.Symbol))
        {
            return;
        }

        var orphan = attributes.FirstOrDefault(data =>
            RuntimeSymbols.Is(data.AttributeClass, runtime.Backbone) ||
            RuntimeSymbols.Is(data.AttributeClass, runtime.Recipe) ||
            RuntimeSymbols.Is(data.AttributeClass, runtime.Budget) ||
            runtime.IsBranch(data.AttributeClass));
        if (orphan?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) is AttributeSyntax syntax)
        {
            var name = Identifiers.WithoutAttributeSuffix(orphan.AttributeClass!.Name);
            context.ReportDiagnostic(Diagnostic.Create(Rules.MissingHead, syntax.Name.GetLocation(), context.Symbol.Name, name));
        }
    }
}
