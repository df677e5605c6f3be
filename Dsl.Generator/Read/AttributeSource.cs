using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SerpentDsl.Generator.Read;

/// <summary>The source locations of the parts of an attribute, if the attribute is in source.</summary>
internal static class AttributeSource
{
    public static Location? NameOf(AttributeData data) =>
        (data.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.Name.GetLocation();

    public static int ArgumentCountOf(AttributeData data) =>
        data.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments.Count: var count } ? count : 0;

    public static Location? ArgumentOf(AttributeData data, int argument) =>
        data.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments } && argument >= 0 &&
            argument < arguments.Count
            ? arguments[argument].Expression.GetLocation()
            : null;

    public static Location? ArgumentOf(AttributeData data, string name) =>
        data.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments }
            ? arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation()
            : null;
}
