using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Rename;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Renames an architecture that has the name of a member generated into it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenameClassFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.ReservedClassName.Id];

    private protected override async Task RegisterAsync(Offer offer)
    {
        var model = await offer.Document.GetSemanticModelAsync(offer.Token).ConfigureAwait(false);
        if (offer[FixKeys.Name] is { } name && offer.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type &&
            model.GetDeclaredSymbol(type, offer.Token) is { } symbol)
        {
            offer.ChangeSolution(
                $"Rename to {name}",
                token => Renamer.RenameSymbolAsync(offer.Document.Project.Solution, symbol, default(SymbolRenameOptions), name, token));
        }
    }
}
