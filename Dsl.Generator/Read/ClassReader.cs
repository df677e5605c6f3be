using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads what the declared class is, and what of it stands in the generated part's way.</summary>
internal static class ClassReader
{
    public static ClassModel Read(
        INamedTypeSymbol type, HeadKind? head, IReadOnlyList<BranchModel> branches, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        TypeDeclarationSyntax[] parts = PartsOf(type, runtime, token);
        if (parts.Length > 0)
        {
            places.Add(new Place(Anchor.Class, parts[0].Identifier.GetLocation()));
        }

        return new ClassModel(
            type.ContainingNamespace is { IsGlobalNamespace: false } space ? Qualified(space) : "",
            ReadContainers(type, runtime, places, token),
            type.Name,
            parts.All(IsPartial),
            ReadModifier(type, parts, places),
            IsGeneric(type),
            head?.ModuleType("torch", "Tensor") ?? "",
            head is null ? null : ReadOtherBase(type, head, parts, runtime, places, token),
            ReadConstructor(type, runtime, places),
            ReadClashes(type, runtime, places),
            TakenNames.Read(type, branches));
    }

    private static TypeDeclarationSyntax[] PartsOf(INamedTypeSymbol type, RuntimeSymbols runtime, CancellationToken token) =>
        type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(token))
            .OfType<TypeDeclarationSyntax>()
            .Where(part => runtime.InSource(part.GetLocation()) is not null)
            .ToArray();

    private static bool IsPartial(TypeDeclarationSyntax part) => part.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string Qualified(INamespaceSymbol space) =>
        space.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted));

    private static EquatableArray<ContainerModel> ReadContainers(
        INamedTypeSymbol type, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        var containers = new List<ContainerModel>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            TypeDeclarationSyntax[] parts = PartsOf(outer, runtime, token);
            string keywords = outer.TypeKind switch
            {
                TypeKind.Interface => "interface",
                TypeKind.Struct => outer.IsRecord ? "record struct" : "struct",
                _ => outer.IsRecord ? "record" : "class",
            };
            containers.Insert(0, new ContainerModel(keywords, outer.Name, parts.All(IsPartial)));
            if (parts.Length > 0)
            {
                places.Add(new Place(Anchor.Class.In("Container:" + outer.Name), parts[0].Identifier.GetLocation()));
            }
        }

        return containers.ToEquatableArray();
    }

    private static string? ReadModifier(INamedTypeSymbol type, TypeDeclarationSyntax[] parts, List<Place> places)
    {
        (string? modifier, SyntaxKind kind) = type switch
        {
            { IsRecord: true } => ("record", SyntaxKind.RecordKeyword),
            { IsStatic: true } => ("static", SyntaxKind.StaticKeyword),
            { IsAbstract: true } => ("abstract", SyntaxKind.AbstractKeyword),
            { IsFileLocal: true } => ("file", SyntaxKind.FileKeyword),
            _ => (null, SyntaxKind.None),
        };
        if (modifier is not null)
        {
            SyntaxToken found = parts.SelectMany(part => part.Modifiers.Append(part.Keyword)).FirstOrDefault(token => token.IsKind(kind));
            if (found != default)
            {
                places.Add(new Place(Anchor.Class.In("Modifier"), found.GetLocation()));
            }
        }

        return modifier;
    }

    private static bool IsGeneric(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.TypeParameters.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string? ReadOtherBase(
        INamedTypeSymbol type, HeadKind head, TypeDeclarationSyntax[] parts, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        if (type.BaseType is not { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } baseType || type.IsRecord ||
            baseType.ToDisplayString() == head.ModuleType("TorchSharp.torch", "TorchSharp.torch.Tensor"))
        {
            return null;
        }

        foreach (BaseTypeSyntax entry in parts.SelectMany(part => part.BaseList?.Types.ToArray() ?? []))
        {
            if (SymbolEqualityComparer.Default.Equals(runtime.Compilation.GetSemanticModel(entry.SyntaxTree).GetTypeInfo(entry.Type, token).Type, baseType))
            {
                places.Add(new Place(Anchor.Class.In("Base"), entry.Type.GetLocation()));
            }
        }

        return baseType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
    }

    private static bool ReadConstructor(INamedTypeSymbol type, RuntimeSymbols runtime, List<Place> places)
    {
        IMethodSymbol? declared = type.InstanceConstructors.FirstOrDefault(constructor => !constructor.IsImplicitlyDeclared);
        if (declared is not null && runtime.InSource(declared.Locations.FirstOrDefault()) is { } location)
        {
            places.Add(new Place(Anchor.Class.In("Constructor"), location));
        }

        return declared is not null;
    }

    private static EquatableArray<string> ReadClashes(INamedTypeSymbol type, RuntimeSymbols runtime, List<Place> places)
    {
        var clashes = new List<string>();
        foreach (string name in GeneratedNames.OfClass)
        {
            if (type.GetMembers(name).FirstOrDefault(member => !member.IsImplicitlyDeclared) is { } member)
            {
                clashes.Add(name);
                if (runtime.InSource(member.Locations.FirstOrDefault()) is { } location)
                {
                    places.Add(new Place(Anchor.Class.In("Member:" + name), location));
                }
            }
        }

        return clashes.ToEquatableArray();
    }
}
