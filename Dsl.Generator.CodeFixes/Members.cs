using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Adds members to a type.</summary>
internal static class Members
{
    /// <summary>Adds a member before all others, with an empty line between.</summary>
    public static TypeDeclarationSyntax Prepend(TypeDeclarationSyntax type, string code)
    {
        var end = SyntaxFactory.TriviaList(SyntaxFactory.LineFeed);
        var member = SyntaxFactory.ParseMemberDeclaration(code)!
            .WithTrailingTrivia(type.Members.Count > 0 ? end.Add(SyntaxFactory.LineFeed) : end)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return type.WithMembers(type.Members.Insert(0, member));
    }
}
