using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Gives a task a public constructor without parameters, and a layer exactly one public constructor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PublicConstructorFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.TaskNotConstructible.Id, Rules.ConstructorCount.Id];

    private protected override async Task RegisterAsync(Offer offer)
    {
        var model = await offer.Document.GetSemanticModelAsync(offer.Token).ConfigureAwait(false);
        var isTask = offer.Diagnostic.Id == Rules.TaskNotConstructible.Id;
        var named = isTask
            ? offer.Node.FirstAncestorOrSelf<TypeOfExpressionSyntax>() is { } task
                ? model.GetSymbolInfo(task.Type, offer.Token).Symbol
                : null
            : offer.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } layer ? model.GetDeclaredSymbol(layer, offer.Token) : null;
        if (named is not INamedTypeSymbol type)
        {
            return;
        }

        IMethodSymbol[] hidden = [.. type.InstanceConstructors.Where(constructor =>
            !constructor.IsImplicitlyDeclared && constructor.DeclaredAccessibility != Accessibility.Public &&
                (!isTask || constructor.Parameters.IsEmpty))];
        if (hidden.Length == 1 && hidden[0].DeclaringSyntaxReferences.FirstOrDefault() is { } reference)
        {
            var declaration = await reference.GetSyntaxAsync(offer.Token).ConfigureAwait(false);
            offer.ChangeSolution($"Make the constructor of {type.Name} public", token => EditAsync(offer, declaration, MakePublic, token));
        }
        else if (isTask && hidden.Length == 0 && type.DeclaringSyntaxReferences.FirstOrDefault() is { } home)
        {
            var declaration = await home.GetSyntaxAsync(offer.Token).ConfigureAwait(false);
            offer.ChangeSolution(
                $"Add 'public {type.Name}()'", token => EditAsync(offer, declaration, (node, _) => AddConstructor(node, type), token));
        }
        else if (!isTask)
        {
            OfferToKeepOne(offer, type);
        }
    }

    /// <summary>A primary constructor is always public, so that it is the one to keep.</summary>
    private static void OfferToKeepOne(Offer offer, INamedTypeSymbol layer)
    {
        IMethodSymbol[] all =
        [
            .. layer.InstanceConstructors
                .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
                .OrderByDescending(constructor => constructor.Parameters.Length),
        ];
        for (var i = 0; i < all.Length; i++)
        {
            SyntaxNode[] others =
            [
                .. all.Where((_, index) => index != i)
                    .SelectMany(other => other.DeclaringSyntaxReferences)
                    .Select(reference => reference.GetSyntax(offer.Token)),
            ];
            if (others.Length == all.Length - 1 &&
                others.All(other => other is ConstructorDeclarationSyntax && other.SyntaxTree == offer.Root.SyntaxTree))
            {
                var generator = SyntaxGenerator.GetGenerator(offer.Document);
                var changed = offer.Root.ReplaceNodes(
                    others, (_, other) => generator.WithAccessibility(other, Accessibility.Internal));
                var kept = all[i].ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
                offer.Change($"Keep only {kept} public", _ => Task.FromResult(offer.Document.WithSyntaxRoot(changed)), $".Keep{i}");
            }
        }
    }

    private static async Task<Solution> EditAsync(
        Offer offer, SyntaxNode declaration, System.Func<SyntaxNode, SyntaxGenerator, SyntaxNode> edit, CancellationToken token)
    {
        var solution = offer.Document.Project.Solution;
        var document = solution.GetDocument(declaration.SyntaxTree)!;
        var root = (await document.GetSyntaxRootAsync(token).ConfigureAwait(false))!;
        var changed = edit(declaration, SyntaxGenerator.GetGenerator(document));
        return solution.WithDocumentSyntaxRoot(document.Id, root.ReplaceNode(declaration, changed));
    }

    private static SyntaxNode MakePublic(SyntaxNode constructor, SyntaxGenerator generator) =>
        generator.WithAccessibility(constructor, Accessibility.Public);

    /// <summary>Where there is a primary constructor, every other one calls it.</summary>
    private static SyntaxNode AddConstructor(SyntaxNode declaration, INamedTypeSymbol type)
    {
        var name = ((TypeDeclarationSyntax)declaration).Identifier.Text;
        var arguments = string.Join(", ", type.InstanceConstructors
            .Where(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax))
            .SelectMany(constructor => constructor.Parameters)
            .Select(parameter => parameter.Type.IsReferenceType ? "default!" : "default"));
        return Members.Prepend(
            (TypeDeclarationSyntax)declaration, $"public {name}(){(arguments.Length > 0 ? $" : this({arguments})" : "")}\n{{\n}}");
    }
}
