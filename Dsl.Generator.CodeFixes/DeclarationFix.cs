using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>A code fix for one diagnostic at a time, which a fix-all provider joins for all of them.</summary>
public abstract class DeclarationFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FirstOfferFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            await RegisterAsync(new Offer(context, diagnostic, root, node, GetType().Name)).ConfigureAwait(false);
        }
    }

    /// <summary>Offers the fixes of one diagnostic.</summary>
    /// <param name="offer">The diagnostic and where it is.</param>
    private protected abstract Task RegisterAsync(Offer offer);

    /// <summary>A diagnostic and the code around it.</summary>
    /// <remarks>
    /// Actions that do the same have the same key whatever the diagnostic is: <c>dotnet format</c> takes the key of the first diagnostic
    /// that a provider can fix, and looks for it among the actions of another one.
    /// </remarks>
    private protected sealed class Offer(
        CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node, string equivalenceKey)
    {
        public Document Document => context.Document;

        public CancellationToken Token => context.CancellationToken;

        public Diagnostic Diagnostic => diagnostic;

        public SyntaxNode Root => root;

        /// <summary>The innermost node at the reported place.</summary>
        public SyntaxNode Node => node;

        public string? this[string key] => diagnostic.Properties.TryGetValue(key, out var value) ? value : null;

        /// <summary>Offers to replace a node by another one.</summary>
        public void Replace(string title, SyntaxNode old, SyntaxNode replacement, string variant = "") =>
            Change(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, replacement))), variant);

        public void Change(string title, System.Func<CancellationToken, Task<Document>> change, string variant = "") =>
            context.RegisterCodeFix(CodeAction.Create(title, change, equivalenceKey + variant), diagnostic);

        public void ChangeSolution(string title, System.Func<CancellationToken, Task<Solution>> change) =>
            context.RegisterCodeFix(CodeAction.Create(title, change, equivalenceKey), diagnostic);
    }
}
