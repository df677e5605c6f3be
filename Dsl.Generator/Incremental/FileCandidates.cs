using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Incremental;

/// <summary>
/// The types of one file that may be architectures by the names of their attributes. An attribute's name can be an alias that another file
/// defines, so the file's own aliases of attributes are listed too.
/// </summary>
internal sealed class FileCandidates
{
    private FileCandidates()
    {
    }

    /// <summary>Types with attributes.</summary>
    public List<TypeDeclarationSyntax> Attributed { get; } = [];

    /// <summary>Aliases with the attributes that they name, both without <c>Attribute</c>.</summary>
    public List<(string Alias, string Attribute)> Aliases { get; } = [];

    /// <summary>Searches a file, except the bodies of members.</summary>
    public static FileCandidates Of(SyntaxTree file, CancellationToken token)
    {
        FileCandidates found = new();
        if (file.GetRoot(token) is CompilationUnitSyntax root)
        {
            found.AddUsings(root.Usings);
            found.AddMembers(root.Members, token);
        }

        return found;
    }

    /// <summary>Whether a type has an attribute whose name, without <c>Attribute</c>, is one of the wanted names.</summary>
    public static bool Carries(TypeDeclarationSyntax type, Func<string, bool> isWanted)
    {
        foreach (var list in type.AttributeLists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (isWanted(AttributeName(attribute.Name)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void AddUsings(SyntaxList<UsingDirectiveSyntax> directives)
    {
        foreach (var directive in directives)
        {
            if (directive is { Alias.Name.Identifier.ValueText: var alias, NamespaceOrType: NameSyntax target })
            {
                Aliases.Add((Identifiers.WithoutAttributeSuffix(alias), AttributeName(target)));
            }
        }
    }

    private void AddMembers(SyntaxList<MemberDeclarationSyntax> members, CancellationToken token)
    {
        foreach (var member in members)
        {
            token.ThrowIfCancellationRequested();
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    AddUsings(space.Usings);
                    AddMembers(space.Members, token);
                    break;
                case TypeDeclarationSyntax type:
                    if (type.AttributeLists.Count > 0)
                    {
                        Attributed.Add(type);
                    }

                    AddMembers(type.Members, token);
                    break;
            }
        }
    }

    private static string AttributeName(TypeSyntax name) => Identifiers.WithoutAttributeSuffix(LastName(name));

    private static string LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
