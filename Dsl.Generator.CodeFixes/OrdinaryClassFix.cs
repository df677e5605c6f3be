using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>
/// Makes an architecture an ordinary class: no record, not static, abstract or local to a file, without required members.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OrdinaryClassFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.WrongKindOfClass.Id, Rules.RequiredMember.Id];

    private protected override async Task RegisterAsync(Offer offer)
    {
        var word = offer.Root.FindToken(offer.Diagnostic.Location.SourceSpan.Start);
        var text = await offer.Document.GetTextAsync(offer.Token).ConfigureAwait(false);
        var isRecord = word.IsKind(SyntaxKind.RecordKeyword) && word.Parent is RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: 0 };
        var change = isRecord
            ? new TextChange(word.Span, "class")
            : new TextChange(TextSpan.FromBounds(word.SpanStart, word.GetNextToken().SpanStart), "");
        var title = isRecord ? "Make it a class" : $"Remove '{word.Text}'";
        offer.Change(title, _ => Task.FromResult(offer.Document.WithText(text.WithChanges(change))));
    }
}
