using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Gives an option, or the expression that is reported, a value that works.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UseValueFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
    [
        Rules.NumberOutOfRange.Id, Rules.OptionOutOfRange.Id, Rules.WindowTooLong.Id, Rules.FeaturesNotShareable.Id,
        Rules.FeaturesDoNotAddUp.Id,
        Rules.UnknownEnumValue.Id, Rules.NoEffectWithoutCompression.Id, Rules.RateKeepsAll.Id, Rules.UnreadPositions.Id,
        Rules.SinglePoint.Id,
        Rules.OptionRequired.Id, Rules.DefaultOutOfRange.Id, Rules.DefaultDoesNotConvert.Id, Rules.NotRepeatable.Id,
        Rules.RecipeNumberOutOfRange.Id, Rules.NoEffectWithSchedule.Id, Rules.BatchNormOfOne.Id, Rules.PatienceNeverEnds.Id,
    ];

    private protected override async Task RegisterAsync(Offer offer)
    {
        if (offer[FixKeys.Values] is not { } values || offer.Node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
        {
            return;
        }

        var choices = values.Split('\n');
        var argument = offer.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>();
        var option = offer[FixKeys.Option];
        if (option is not null)
        {
            var model = await offer.Document.GetSemanticModelAsync(offer.Token).ConfigureAwait(false);
            argument = AttributeArguments.Find(attribute, option, model!, offer.Token);
        }
        else if (argument is null)
        {
            return;
        }

        for (var i = 0; i < choices.Length; i++)
        {
            var title = option is null
                ? $"Use {AttributeArguments.Show(choices[i])}"
                : $"Set {option} to {AttributeArguments.Show(choices[i])}";
            var changed = AttributeArguments.Set(attribute, option ?? "", AttributeArguments.Parse(choices[i]), argument);
            offer.Replace(title, attribute, changed, $".Value{i}");
        }
    }
}
