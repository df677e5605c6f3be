using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SerpentDsl.Generator.Tests;

/// <summary>What a change of a ledger or of a source makes the analyzers do again.</summary>
public sealed class WeightsCachingTests
{
    private const string Source = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(9, 2, 8), Backbone(4, 1), S4DBranch(StateSize = 2)]
        public partial class First;

        [SequenceClassifier(9, 2, 8), Backbone(4, 1), S4DBranch(StateSize = 2)]
        public partial class Second;
        """;

    [Fact]
    public void A_changed_ledger_is_reported_for_its_own_architecture()
    {
        MemoryText first = new("First.weights", "architecture Demo.First\nhead.bias float32 [2]\n");
        MemoryText second = new("Second.weights", "architecture Demo.Second\nhead.bias float32 [3]\n");
        Diagnostic[] found = [.. Compilations.Report(Compilations.Create(Source), first, second)];
        Assert.Equal(2, found.Length);
        Assert.Single(
            found,
            diagnostic => diagnostic.GetMessage().Contains("reshaped head.bias from float32 [3] to float32 [2]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ledger_is_parsed_once_as_long_as_it_does_not_change()
    {
        MemoryText ledger = new("First.weights", "architecture Demo.First\nhead.bias float32 [2]\n");
        var compilation = Compilations.Create(Source);
        Assert.Single(Compilations.Report(compilation, ledger));
        Assert.Single(
            Compilations.Report(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;", Compilations.ParseOptions)), ledger));
        Assert.Equal(1, ledger.Reads);
    }
}
