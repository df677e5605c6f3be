using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Adds the option that a constructor parameter of a branch attribute sets.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddOptionFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.StrayParameter.Id];

    private protected override Task RegisterAsync(Offer offer)
    {
        if (offer.Node.FirstAncestorOrSelf<ParameterSyntax>() is not { Type: { } type } parameter)
        {
            return Task.CompletedTask;
        }

        string given = parameter.Identifier.Text, name = Identifiers.ToPascalCase(parameter.Identifier.ValueText);
        var property = $"public {type} {name} {{ get; }}";
        if (parameter.Parent?.Parent is ClassDeclarationSyntax primary)
        {
            offer.Replace($"Add the option {name}", primary, Members.Prepend(primary, $"{property} = {given};"));
        }
        else if (parameter.Parent?.Parent is ConstructorDeclarationSyntax { Body: not null } constructor &&
            constructor.Parent is ClassDeclarationSyntax owner)
        {
            var assignment = SyntaxFactory.ParseStatement($"{name} = {given};").WithAdditionalAnnotations(Formatter.Annotation);
            var assigned = owner.ReplaceNode(constructor, constructor.AddBodyStatements(assignment));
            offer.Replace($"Add the option {name}", owner, Members.Prepend(assigned, property));
        }

        return Task.CompletedTask;
    }
}
