using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SerpentDsl.Generator.Tests;

/// <summary>What a change of a ledger makes the generator do again.</summary>
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
    public void A_changed_ledger_has_its_own_architecture_checked_again_and_nothing_generated()
    {
        MemoryText first = new("First.weights", "architecture Demo.First\nhead.bias float32 [2]\n");
        MemoryText second = new("Second.weights", "architecture Demo.Second\nhead.bias float32 [2]\n");
        CSharpCompilation compilation = Compilations.Create(Source);
        GeneratorDriver driver = Compilations.CreateDriver(first, second).RunGenerators(compilation);
        driver = driver.ReplaceAdditionalText(second, new MemoryText("Second.weights", "architecture Demo.Second\nhead.bias float32 [3]\n"));
        GeneratorRunResult run = driver.RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(run, Steps.WeightsFile).Order());
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], Reasons(run, Steps.Pinned).Order());
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(run, Steps.Weights).Order());
        Assert.All(Reasons(run, Steps.Plan), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(2, run.Diagnostics.Length);
        Assert.Single(run.Diagnostics, found => found.GetMessage().Contains("reshaped head.bias from float32 [3] to float32 [2]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_keystroke_elsewhere_checks_no_weights()
    {
        MemoryText ledger = new("First.weights", "architecture Demo.First\nhead.bias float32 [2]\n");
        CSharpCompilation compilation = Compilations.Create(Source);
        GeneratorDriver driver = Compilations.CreateDriver(ledger).RunGenerators(compilation);
        GeneratorRunResult run = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;", Compilations.ParseOptions)))
            .GetRunResult().Results.Single();
        Assert.All(Reasons(run, Steps.Pinned), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        Assert.All(Reasons(run, Steps.Weights), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, string step) =>
        [.. run.TrackedSteps[step].SelectMany(found => found.Outputs).Select(output => output.Reason)];
}
