using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Incremental;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator;

/// <summary>
/// Checks the backends that are written in this compilation where they are written, whether or not an architecture uses them: attribute
/// classes derived from <c>BranchAttribute</c>, and layer classes that state parameters, states or a cost.
/// </summary>
internal static class BackendPipeline
{
    private const string Root = "Definition";

    /// <summary>What is wrong with the backends of the compilation.</summary>
    public static IncrementalValuesProvider<EquatableArray<Problem>> Find(Candidates candidates) => candidates.Backends.Combine(candidates.World)
        .Select(static (pair, token) => Check(pair.Left, pair.Right, token))
        .Where(static problems => problems.Count > 0)
        .WithTrackingName(Steps.Backends);

    private static EquatableArray<Problem> Check(TypeDeclarationSyntax candidate, World world, CancellationToken token)
    {
        // What has type parameters is checked where they are given, and what is abstract where it is made whole.
        (INamedTypeSymbol? type, RuntimeSymbols runtime) = world.Find(candidate);
        if (type is not { TypeKind: TypeKind.Class, IsGenericType: false, IsAbstract: false })
        {
            return default;
        }

        token.ThrowIfCancellationRequested();
        if (runtime.IsBranch(type))
        {
            Backend backend = runtime.BackendOf(type);
            return Locate(BackendChecker.Check(backend.Model, new Anchor(Root)), backend.Places, world);
        }

        if (runtime.SequenceLayer is null || !RuntimeSymbols.Inherits(type.BaseType, runtime.SequenceLayer))
        {
            return default;
        }

        PlaceList places = new(runtime);
        LayerModel layer = LayerReader.Read(type, options: null, runtime, places);
        return layer.PublicConstructors == 1 ? Locate(LayerChecker.Check(layer, new Anchor(Root).In("Layer")), places.Places, world) : default;
    }

    private static EquatableArray<Problem> Locate(IEnumerable<Finding> findings, IReadOnlyList<(string Path, Location Location)> places, World world)
    {
        EquatableArray<Place> known = places.Select(place => new Place(new Anchor(Root).In(place.Path), place.Location)).ToEquatableArray();
        Problem[] problems = findings.Select(finding => finding.Locate(known)).ToArray();
        Array.ForEach(problems, problem => world.Fix(problem.At));
        return new(problems);
    }
}
