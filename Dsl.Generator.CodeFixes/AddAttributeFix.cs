using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Adds the attribute that a declaration lacks: a head, a backbone, a branch.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddAttributeFix : DeclarationFix
{
    private static readonly ImmutableDictionary<string, string> s_missing = ImmutableDictionary<string, string>.Empty
        .Add(Rules.MissingHead.Id, "SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 2048)")
        .Add(Rules.MissingBackbone.Id, "Backbone(features: 128, depth: 6)")
        .Add(Rules.MissingBranch.Id, "S4Branch");

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [.. s_missing.Keys];

    private protected override Task RegisterAsync(Offer offer)
    {
        if (offer.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is { } type)
        {
            var code = s_missing[offer.Diagnostic.Id];
            var index = offer.Diagnostic.Id == Rules.MissingHead.Id ? 0
                : offer.Diagnostic.Id == Rules.MissingBackbone.Id ? System.Math.Min(1, type.AttributeLists.Count)
                : type.AttributeLists.Count;
            offer.Replace($"Add [{code}]", type, Insert(type, index, Parse(code)));
        }

        return Task.CompletedTask;
    }

    private static AttributeListSyntax Parse(string code)
    {
        var parsed = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"[global::SerpentDsl.{code}] class C;")!;
        var list = parsed.AttributeLists[0].WithoutTrivia();
        return list.ReplaceNode(list.Attributes[0].Name, list.Attributes[0].Name.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    private static ClassDeclarationSyntax Insert(ClassDeclarationSyntax type, int index, AttributeListSyntax added)
    {
        var leading = type.GetLeadingTrivia();
        SyntaxTriviaList indentation = [.. leading.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))];
        if (type.AttributeLists.Count == 0)
        {
            return type.WithLeadingTrivia(indentation)
                .WithAttributeLists([added.WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"))]);
        }

        // As its neighbour: on a line of its own, or on the same one.
        var trailing = type.AttributeLists[System.Math.Max(0, index - 1)].GetTrailingTrivia();
        added = added.WithTrailingTrivia(trailing);
        return index == 0
            ? type.WithLeadingTrivia(indentation).WithAttributeLists(
                type.WithLeadingTrivia(indentation).AttributeLists.Insert(0, added.WithLeadingTrivia(leading)))
            : type.WithAttributeLists(type.AttributeLists.Insert(index, added.WithLeadingTrivia(indentation)));
    }
}
