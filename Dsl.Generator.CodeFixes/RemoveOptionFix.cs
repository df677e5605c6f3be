using System;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Leaves out options that have no effect or cannot be.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveOptionFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
    [
        Rules.NoEffectWithoutCompression.Id, Rules.RateKeepsAll.Id, Rules.NotBidirectional.Id, Rules.NoEffectWithSchedule.Id,
        Rules.NoStateToCarry.Id,
        Rules.PatienceNeverEnds.Id,
        Rules.GivenTwice.Id,
    ];

    private protected override Task RegisterAsync(Offer offer)
    {
        if (offer[FixKeys.Remove]?.Split('\n') is { } options &&
            offer.Node.FirstAncestorOrSelf<AttributeSyntax>() is { ArgumentList: not null } attribute)
        {
            var changed = AttributeArguments.Remove(
                attribute, argument => argument.NameEquals is { } name && Array.IndexOf(options, name.Name.Identifier.ValueText) >= 0);
            offer.Replace($"Remove {options.First()}", attribute, changed, ".Remove");
        }

        return Task.CompletedTask;
    }
}
