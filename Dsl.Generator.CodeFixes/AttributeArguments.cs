using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.CodeFixes;

/// <summary>Edits the arguments of an attribute.</summary>
internal static class AttributeArguments
{
    /// <summary>The argument that gives an option its value, if one does.</summary>
    public static AttributeArgumentSyntax? Find(AttributeSyntax attribute, string option, SemanticModel model, CancellationToken token)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        var constructor = model.GetSymbolInfo(attribute, token).Symbol as IMethodSymbol;
        return arguments.Where((argument, index) => NameOf(argument, index, constructor) == option).FirstOrDefault();
    }

    /// <summary>Gives an option a value.</summary>
    public static AttributeSyntax Set(AttributeSyntax attribute, string option, ExpressionSyntax value, AttributeArgumentSyntax? present)
    {
        if (present is not null)
        {
            return attribute.ReplaceNode(present.Expression, value.WithTriviaFrom(present.Expression));
        }

        var added = SyntaxFactory.AttributeArgument(value)
            .WithNameEquals(SyntaxFactory.NameEquals(option))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return attribute.AddArgumentListArguments(added).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Leaves arguments out; parentheses around nothing go with them.</summary>
    public static AttributeSyntax Remove(AttributeSyntax attribute, Func<AttributeArgumentSyntax, bool> unwanted)
    {
        var arguments = attribute.ArgumentList!.Arguments;
        for (var i = arguments.Count - 1; i >= 0; i--)
        {
            if (unwanted(arguments[i]))
            {
                arguments = arguments.RemoveAt(i);
            }
        }

        return arguments.Count == 0
            ? attribute.WithArgumentList(null).WithTrailingTrivia(attribute.GetTrailingTrivia())
            : attribute.WithArgumentList(attribute.ArgumentList.WithArguments(arguments));
    }

    /// <summary>An expression whose names are as short as the place allows.</summary>
    public static ExpressionSyntax Parse(string code) =>
        SyntaxFactory.ParseExpression(code).WithAdditionalAnnotations(Simplifier.Annotation);

    /// <summary>An expression as a title shows it.</summary>
    public static string Show(string code) =>
        code.StartsWith("global::", StringComparison.Ordinal) ? code.Substring(code.LastIndexOf('.') + 1) : code;

    private static string NameOf(AttributeArgumentSyntax argument, int index, IMethodSymbol? constructor)
    {
        if (argument.NameEquals is { } property)
        {
            return property.Name.Identifier.ValueText;
        }

        var parameter = argument.NameColon?.Name.Identifier.ValueText ??
            (constructor is not null && index < constructor.Parameters.Length ? constructor.Parameters[index].Name : null);
        return Identifiers.ToPascalCase(parameter ?? "");
    }
}
