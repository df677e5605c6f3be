using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Tests;

public sealed partial class CachingTests
{
    private static LocatedDeclaration[] Declarations(CSharpCompilation compilation)
    {
        var runtime = RuntimeSymbols.Of(compilation);
        return
        [
            .. compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().OrderBy(
                type => type.ToDisplayString(), StringComparer.Ordinal)
                .Select(type => DeclarationReader.Read(type, runtime, CancellationToken.None)).OfType<LocatedDeclaration>(),
        ];
    }

    private static void AssertNothingRegenerated(GeneratorRunResult run)
    {
        AssertUnchanged(Reasons(run, TrackingNames.Declaration));
        AssertUnchanged(Reasons(run, TrackingNames.Check));
        AssertUnchanged(Reasons(run, TrackingNames.Plan));
        AssertNothingWritten(run);
    }

    private static void AssertNothingWritten(GeneratorRunResult run)
    {
        IncrementalStepRunReason[] outputs =
        [
            .. run.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)
        ];
        Assert.NotEmpty(outputs);
        Assert.All(outputs, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static void AssertUnchanged(IncrementalStepRunReason[] reasons)
    {
        Assert.NotEmpty(reasons);
        Assert.All(
            reasons, reason => Assert.True(reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached, $"{reason}"));
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, string step) =>
        [.. run.TrackedSteps[step].SelectMany(found => found.Outputs).Select(output => output.Reason)];

    private static GeneratorRunResult Edit(string before, string after)
    {
        Assert.NotEqual(before, after);
        var first = Compilations.Create(before);
        var old = first.SyntaxTrees[0];
        return RunTwice(first, first.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(after, Compilations.ParseOptions, old.FilePath)));
    }

    private static GeneratorRunResult EditSecondFile(string first, string before, string after)
    {
        var compilation = Compilations.Create(first, before);
        var old = compilation.SyntaxTrees[1];
        return RunTwice(
            compilation, compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(after, Compilations.ParseOptions, old.FilePath)));
    }

    private static GeneratorRunResult RunTwice(CSharpCompilation first, CSharpCompilation second) =>
        Compilations.CreateDriver().RunGenerators(first).RunGenerators(second).GetRunResult().Results.Single();

    /// <summary>Walks everything an object holds.</summary>
    private static void AssertOnlyValues(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or AttributeData,
            $"{path} holds a {value.GetType().Name}");
        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                AssertOnlyValues(item, path + "[]", seen);
            }

            return;
        }

        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            AssertOnlyValues(field.GetValue(value), $"{path}.{field.Name}", seen);
        }
    }
}
