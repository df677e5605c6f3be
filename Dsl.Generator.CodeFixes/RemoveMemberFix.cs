using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>
/// Removes what stands in the generated code's way or what nothing reads: a base class, a constructor, an option, a statement.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveMemberFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
    [
        Rules.OtherBaseClass.Id, Rules.DeclaresConstructor.Id, Rules.UntakenOption.Id, Rules.StateWithoutStreaming.Id,
        Rules.IneffectiveLimit.Id,
    ];

    private protected override Task RegisterAsync(Offer offer)
    {
        var id = offer.Diagnostic.Id;
        if (id == Rules.OtherBaseClass.Id && offer.Node.FirstAncestorOrSelf<BaseTypeSyntax>() is { Parent: BaseListSyntax bases } entry &&
            bases.Parent is TypeDeclarationSyntax type)
        {
            offer.Replace($"Remove the base class {entry.Type}", type, WithoutBase(type, bases, entry));
        }
        else if (id == Rules.DeclaresConstructor.Id && offer.Node is ConstructorDeclarationSyntax constructor)
        {
            Remove(offer, "Remove the constructor", constructor);
        }
        else if (id == Rules.UntakenOption.Id && offer.Node is PropertyDeclarationSyntax property)
        {
            Remove(offer, $"Remove {property.Identifier.ValueText}", property);
        }
        else if (offer.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument &&
            argument.FirstAncestorOrSelf<AttributeSyntax>() is { } owner)
        {
            offer.Replace(
                $"Remove {argument.NameEquals?.Name}", owner, AttributeArguments.Remove(owner, candidate => candidate == argument));
        }
        else if (offer.Node.FirstAncestorOrSelf<AttributeSyntax>() is { Parent: AttributeListSyntax list } attribute)
        {
            Remove(offer, $"Remove [{attribute.Name}]", list.Attributes.Count == 1 ? list : attribute);
        }

        return Task.CompletedTask;
    }

    private static TypeDeclarationSyntax WithoutBase(TypeDeclarationSyntax type, BaseListSyntax bases, BaseTypeSyntax entry)
    {
        if (bases.Types.Count > 1)
        {
            return type.WithBaseList(bases.WithTypes(bases.Types.Remove(entry)));
        }

        // The space before the colon is behind the name; what is behind the base stays behind the name instead.
        var behind = bases.GetTrailingTrivia();
        return type is { ParameterList: { } parameters }
            ? type.WithBaseList(null).WithParameterList(parameters.WithTrailingTrivia(behind))
            : type.WithBaseList(null).WithIdentifier(type.Identifier.WithTrailingTrivia(behind));
    }

    private static void Remove(Offer offer, string title, SyntaxNode node)
    {
        if (offer.Root.RemoveNode(node, SyntaxRemoveOptions.KeepUnbalancedDirectives) is { } root)
        {
            offer.Change(title, _ => Task.FromResult(offer.Document.WithSyntaxRoot(root)));
        }
    }
}
