using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads the declared class, and the parts of it that conflict with the generated part.</summary>
internal static class ClassReader
{
    public static ClassModel Read(
        INamedTypeSymbol type, HeadKind? head, IReadOnlyList<BranchModel> branches, RuntimeSymbols runtime, List<AnchorLocation> locations,
        CancellationToken token)
    {
        var parts = PartsOf(type, runtime, token);
        if (parts.Length > 0)
        {
            locations.Add(new AnchorLocation(Anchor.Class, parts[0].Identifier.GetLocation()));
        }

        return new ClassModel(
            type.ContainingNamespace is { IsGlobalNamespace: false } space ? Qualified(space) : "",
            ReadContainers(type, runtime, locations, token),
            type.Name,
            parts.All(IsPartial),
            ReadModifier(type, parts, locations),
            IsGeneric(type),
            head?.ModuleType("torch", "Tensor") ?? "",
            head is null ? null : ReadOtherBase(type, head, parts, runtime, locations, token),
            ReadConstructor(type, runtime, locations),
            ReadClashes(type, runtime, locations),
            ReadRequiredMembers(type, locations, token),
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
        INamedTypeSymbol type, RuntimeSymbols runtime, List<AnchorLocation> locations, CancellationToken token)
    {
        var containers = new List<ContainerModel>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            var parts = PartsOf(outer, runtime, token);
            var keywords = outer.TypeKind switch
            {
                TypeKind.Interface => "interface",
                TypeKind.Struct => outer.IsRecord ? "record struct" : "struct",
                _ => outer.IsRecord ? "record" : "class",
            };
            containers.Insert(0, new ContainerModel(keywords, outer.Name, parts.All(IsPartial)));
            if (parts.Length > 0)
            {
                locations.Add(new AnchorLocation(Anchor.Class.In("Container:" + outer.Name), parts[0].Identifier.GetLocation()));
            }
        }

        return containers.ToEquatableArray();
    }

    private static string? ReadModifier(INamedTypeSymbol type, TypeDeclarationSyntax[] parts, List<AnchorLocation> locations)
    {
        var (modifier, kind) = type switch
        {
            { IsRecord: true } => ("record", SyntaxKind.RecordKeyword),
            { IsStatic: true } => ("static", SyntaxKind.StaticKeyword),
            { IsAbstract: true } => ("abstract", SyntaxKind.AbstractKeyword),
            { IsFileLocal: true } => ("file", SyntaxKind.FileKeyword),
            _ => (null, SyntaxKind.None),
        };
        if (modifier is not null)
        {
            var found = parts.SelectMany(part => part.Modifiers.Append(part.Keyword)).FirstOrDefault(token => token.IsKind(kind));
            if (found != default)
            {
                locations.Add(new AnchorLocation(Anchor.Class.In("Modifier"), found.GetLocation()));
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
        INamedTypeSymbol type, HeadKind head, TypeDeclarationSyntax[] parts, RuntimeSymbols runtime, List<AnchorLocation> locations,
        CancellationToken token)
    {
        if (type.BaseType is not { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } baseType || type.IsRecord ||
            baseType.ToDisplayString() == head.ModuleType("TorchSharp.torch", "TorchSharp.torch.Tensor"))
        {
            return null;
        }

        foreach (var entry in parts.SelectMany(part => part.BaseList?.Types.ToArray() ?? []))
        {
            if (SymbolEqualityComparer.Default.Equals(
                runtime.Compilation.GetSemanticModel(entry.SyntaxTree).GetTypeInfo(entry.Type, token).Type, baseType))
            {
                locations.Add(new AnchorLocation(Anchor.Class.In("Base"), entry.Type.GetLocation()));
            }
        }

        return baseType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
    }

    private static bool ReadConstructor(INamedTypeSymbol type, RuntimeSymbols runtime, List<AnchorLocation> locations)
    {
        var declared = type.InstanceConstructors.FirstOrDefault(IsWritten);
        if (declared is not null && runtime.InSource(declared.Locations.FirstOrDefault()) is { } location)
        {
            locations.Add(new AnchorLocation(Anchor.Class.In("Constructor"), location));
        }

        return declared is not null;
    }

    private static EquatableArray<string> ReadRequiredMembers(
        INamedTypeSymbol type, List<AnchorLocation> locations, CancellationToken token)
    {
        var required = new List<string>();
        foreach (var member in type.GetMembers().Where(IsRequired))
        {
            required.Add(member.Name);
            var declaration = member.DeclaringSyntaxReferences
                .FirstOrDefault()?.GetSyntax(token).FirstAncestorOrSelf<MemberDeclarationSyntax>();
            var modifier = declaration?.Modifiers.FirstOrDefault(word => word.IsKind(SyntaxKind.RequiredKeyword)) ?? default;
            if (modifier != default)
            {
                locations.Add(new AnchorLocation(Anchor.Class.In("Required:" + member.Name), modifier.GetLocation()));
            }
        }

        return required.ToEquatableArray();
    }

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    private static bool IsWritten(ISymbol member) => !member.IsImplicitlyDeclared && !GeneratedFiles.Declare(member);

    private static EquatableArray<string> ReadClashes(INamedTypeSymbol type, RuntimeSymbols runtime, List<AnchorLocation> locations)
    {
        var clashes = new List<string>();
        foreach (var name in GeneratedNames.OfClass)
        {
            if (type.GetMembers(name).FirstOrDefault(IsWritten) is { } member)
            {
                clashes.Add(name);
                if (runtime.InSource(member.Locations.FirstOrDefault()) is { } location)
                {
                    locations.Add(new AnchorLocation(Anchor.Class.In("Member:" + name), location));
                }
            }
        }

        return clashes.ToEquatableArray();
    }
}
