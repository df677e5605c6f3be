using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Read;

/// <summary>
/// The symbols of Dsl.Runtime in one compilation, and a cache of the attribute classes and layers that were read in it, because a hundred
/// models share a handful of backends. An instance lives no longer than its compilation. Results about types of a referenced runtime live
/// as long as the runtime's assembly symbol, which later compilations share.
/// </summary>
internal sealed class RuntimeSymbols
{
    private static readonly ConditionalWeakTable<Compilation, RuntimeSymbols> s_perCompilation = new();

    // One for each runtime that is referenced as an assembly, with no reference to a compilation.
    private static readonly ConditionalWeakTable<IAssemblySymbol, RuntimeSymbols> s_templates = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, AttributeClass> _ownAttributes = new(SymbolEqualityComparer.Default);

    // Keyed by the name of the referencing assembly, because an assembly may have access to internal members of the runtime.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<INamedTypeSymbol, Backend>> _ownBackends =
        new(StringComparer.Ordinal);
    private ConcurrentDictionary<INamedTypeSymbol, AttributeClass> _attributes = new(SymbolEqualityComparer.Default);
    private ConcurrentDictionary<INamedTypeSymbol, Backend> _backends = new(SymbolEqualityComparer.Default);
    private readonly IAssemblySymbol? _runtime;
    private readonly INamedTypeSymbol[] _heads;

    private RuntimeSymbols(Compilation compilation)
    {
        Compilation = compilation;
        Backbone = compilation.GetTypeByMetadataName(MetadataNames.Backbone);

        // All other types of the runtime are searched in the assembly of the backbone only. Searching every reference would take long.
        _runtime = Backbone?.ContainingAssembly;
        _heads = [.. HeadKinds.All.Select(kind => _runtime?.GetTypeByMetadataName(kind.MetadataName)).OfType<INamedTypeSymbol>()];
        VariantOf = _runtime?.GetTypeByMetadataName(MetadataNames.VariantOf);
        Branch = _runtime?.GetTypeByMetadataName(MetadataNames.Branch);
        BranchLayer = _runtime?.GetTypeByMetadataName(MetadataNames.BranchLayer);
        LayerParameter = _runtime?.GetTypeByMetadataName(MetadataNames.LayerParameter);
        LayerCost = _runtime?.GetTypeByMetadataName(MetadataNames.LayerCost);
        LayerBuffer = _runtime?.GetTypeByMetadataName(MetadataNames.LayerBuffer);
        LayerState = _runtime?.GetTypeByMetadataName(MetadataNames.LayerState);
        ReceptiveField = _runtime?.GetTypeByMetadataName(MetadataNames.ReceptiveField);
        Citation = _runtime?.GetTypeByMetadataName(MetadataNames.Citation);
        Budget = _runtime?.GetTypeByMetadataName(MetadataNames.Budget);
        MultipleOf = _runtime?.GetTypeByMetadataName(MetadataNames.MultipleOf);
        DivisorOf = _runtime?.GetTypeByMetadataName(MetadataNames.DivisorOf);
        NotBelow = _runtime?.GetTypeByMetadataName(MetadataNames.NotBelow);
        Demands = _runtime?.GetTypeByMetadataName(MetadataNames.Demands);
        Recipe = _runtime?.GetTypeByMetadataName(MetadataNames.Recipe);
        SequenceLayer = _runtime?.GetTypeByMetadataName(MetadataNames.SequenceLayer);
        StreamingLayer = _runtime?.GetTypeByMetadataName(MetadataNames.StreamingLayer);
        SkipReadingLayer = _runtime?.GetTypeByMetadataName(MetadataNames.SkipReadingLayer);
        TaskContracts =
        [
            .. HeadKinds.All.Select(kind => _runtime?.GetTypeByMetadataName(MetadataNames.Tasks + kind.TaskContract))
                .OfType<INamedTypeSymbol>(),
        ];
        Architecture = _runtime?.GetTypeByMetadataName(MetadataNames.Architecture);
        DefaultValue = compilation.GetTypeByMetadataName(MetadataNames.DefaultValue);
        AllowedValues = compilation.GetTypeByMetadataName(MetadataNames.AllowedValues);
        Range = compilation.GetTypeByMetadataName(MetadataNames.Range);
        RuntimeLayers = MetadataNames.RuntimeLayers.Select(ReadRuntimeLayer).OfType<RuntimeLayer>().ToEquatableArray();
    }

    public Compilation Compilation { get; private set; }

    /// <summary>The C# version of the project and its reference to TorchSharp.</summary>
    public HostProject HostProject { get; private set; } = new(OldLanguage: null, HasTorchSharp: true);

    public INamedTypeSymbol? Backbone { get; }

    public INamedTypeSymbol? VariantOf { get; }

    public INamedTypeSymbol? Branch { get; }

    public INamedTypeSymbol? BranchLayer { get; }

    public INamedTypeSymbol? LayerParameter { get; }

    public INamedTypeSymbol? LayerCost { get; }

    public INamedTypeSymbol? LayerBuffer { get; }

    public INamedTypeSymbol? LayerState { get; }

    public INamedTypeSymbol? ReceptiveField { get; }

    public INamedTypeSymbol? Citation { get; }

    public INamedTypeSymbol? Budget { get; }

    public INamedTypeSymbol? MultipleOf { get; }

    public INamedTypeSymbol? DivisorOf { get; }

    public INamedTypeSymbol? NotBelow { get; }

    public INamedTypeSymbol? Demands { get; }

    public INamedTypeSymbol? Recipe { get; }

    public INamedTypeSymbol? SequenceLayer { get; }

    public INamedTypeSymbol? StreamingLayer { get; }

    public INamedTypeSymbol? SkipReadingLayer { get; }

    /// <summary>The task interfaces.</summary>
    public IReadOnlyList<INamedTypeSymbol> TaskContracts { get; }

    public INamedTypeSymbol? Architecture { get; }

    public INamedTypeSymbol? DefaultValue { get; }

    public INamedTypeSymbol? AllowedValues { get; }

    public INamedTypeSymbol? Range { get; }

    public EquatableArray<RuntimeLayer> RuntimeLayers { get; }

    public static RuntimeSymbols Of(Compilation compilation) => s_perCompilation.GetValue(compilation, static key =>
    {
        var symbols = Find(key);
        var language = ((CSharpCompilation)key).LanguageVersion;
        symbols.HostProject = new HostProject(
            language < LanguageVersion.CSharp12
                ? language.ToDisplayString()
                : null, !key.GetTypesByMetadataName(MetadataNames.Torch).IsEmpty);
        return symbols;
    });

    public AttributeClass AttributeClassOf(INamedTypeSymbol type) =>
        (IsOfRuntime(type) ? _ownAttributes : _attributes).GetOrAdd(type, key => AttributeClass.Read(key, this));

    public Backend BackendOf(INamedTypeSymbol attribute)
    {
        var known = IsOfRuntime(attribute)
            ? _ownBackends.GetOrAdd(Compilation.AssemblyName ?? "", static _ => new(SymbolEqualityComparer.Default))
            : _backends;
        return known.GetOrAdd(attribute, key => Backend.Read(key, this));
    }

    private static RuntimeSymbols Find(Compilation compilation)
    {
        var runtime = compilation.GetTypeByMetadataName(MetadataNames.Backbone)?.ContainingAssembly;
        if (runtime is null || runtime.Locations.Any(location => location.IsInSource))
        {
            return new RuntimeSymbols(compilation);
        }

        var template = s_templates.GetValue(runtime, _ => new RuntimeSymbols(compilation) { Compilation = null! });
        var symbols = (RuntimeSymbols)template.MemberwiseClone();
        symbols.Compilation = compilation;
        symbols._attributes = new(SymbolEqualityComparer.Default);
        symbols._backends = new(SymbolEqualityComparer.Default);
        return symbols;
    }

    /// <summary>Whether a type is defined in a runtime that is referenced as an assembly, and is not generic.</summary>
    private bool IsOfRuntime(INamedTypeSymbol type) =>
        !type.IsGenericType && Is(type.ContainingAssembly, _runtime) && _runtime!.Locations.All(location => location.IsInMetadata);

    /// <summary>
    /// A location, if it is in a file of this compilation that its user wrote; null for a location in another project or in generated code.
    /// </summary>
    public Location? InSource(Location? location) =>
        location is { SourceTree: { } tree } && Compilation.ContainsSyntaxTree(tree) && !GeneratedFiles.Contain(tree) ? location : null;

    public bool IsHead(INamedTypeSymbol? type) => Array.Exists(_heads, head => Is(type, head));

    /// <summary>Whether a class declares an architecture, by a head or by <c>[VariantOf]</c>.</summary>
    public bool IsDeclared(ITypeSymbol type) =>
        type.GetAttributes().Any(data => IsHead(data.AttributeClass) || Is(data.AttributeClass, VariantOf));

    public bool IsBranch(INamedTypeSymbol? type) => Branch is not null && Inherits(type?.BaseType, Branch);

    public static bool Inherits(INamedTypeSymbol? type, INamedTypeSymbol ancestor)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, ancestor))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Is(ISymbol? symbol, ISymbol? other) =>
        symbol is not null && SymbolEqualityComparer.Default.Equals(symbol, other);

    private RuntimeLayer? ReadRuntimeLayer(string metadataName) =>
        _runtime?.GetTypeByMetadataName(metadataName) is { } type
            ? new RuntimeLayer(metadataName, LayerStatementReader.Read(type, this))
            : null;
}
