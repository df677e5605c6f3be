using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>The batch fixer, which applies the first offer when it is not told which one.</summary>
/// <remarks>
/// <c>dotnet format</c> asks for the offers of the first diagnostic that it found, of whatever ID, and takes their key for all. Where that
/// diagnostic is not the provider's, it has no key, and the batch fixer alone would change nothing.
/// </remarks>
internal sealed class FirstOfferFixAll : FixAllProvider
{
    public static readonly FirstOfferFixAll Instance = new();

    private FirstOfferFixAll()
    {
    }

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var context = fixAllContext.CodeActionEquivalenceKey is null &&
            await FindKeyAsync(fixAllContext).ConfigureAwait(false) is { } key
            ? WithKey(fixAllContext, key)
            : fixAllContext;
        return await WellKnownFixAllProviders.BatchFixer.GetFixAsync(context).ConfigureAwait(false);
    }

    private static async Task<string?> FindKeyAsync(FixAllContext context)
    {
        foreach (var project in context.Solution.Projects)
        {
            foreach (var diagnostic in await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false))
            {
                CodeAction? first = null;
                if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document)
                {
                    var offers = new CodeFixContext(document, diagnostic, (action, _) => first ??= action, context.CancellationToken);
                    await context.CodeFixProvider.RegisterCodeFixesAsync(offers).ConfigureAwait(false);
                }

                if (first is not null)
                {
                    return first.EquivalenceKey;
                }
            }
        }

        return null;
    }

    private static FixAllContext WithKey(FixAllContext context, string key)
    {
        Diagnostics diagnostics = new(context);
        return context.Document is { } document
            ? new(document, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, diagnostics, context.CancellationToken)
            : new(
                context.Project, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, diagnostics,
                context.CancellationToken);
    }

    /// <summary>The diagnostics of another context.</summary>
    private sealed class Diagnostics(FixAllContext context) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken) =>
            await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project, CancellationToken cancellationToken) =>
            await context.GetProjectDiagnosticsAsync(project).ConfigureAwait(false);
    }
}
