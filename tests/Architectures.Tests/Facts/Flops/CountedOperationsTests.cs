namespace SerpentDsl.Architectures.Tests.Facts.Flops;

/// <summary>The operations that layers state, against those that running models were seen to ask for.</summary>
public sealed class CountedOperationsTests
{
    /// <summary>How far a statement may be off: formulas leave small terms out, and transforms run at the next fast size.</summary>
    private const double Tolerance = 0.1;

    /// <summary>How far that of one layer may be off: in the small layers of the quick models the small terms weigh more.</summary>
    private const double ToleranceOfLayers = 0.15;

    public static TheoryData<string> Forwards => CountedOperations.NamesWith("forward");

    public static TheoryData<string> Steps => CountedOperations.NamesWith("step");

    [Fact]
    public void Every_count_is_of_a_model_as_it_is_declared() =>
        Assert.All(CountedOperations.All.Select(row => (row.Architecture, row.Parameters, row.Length)).Distinct(), counted => Assert.True(
            CountedOperations.Models.Any(model => (model.Name, model.Parameters, model.Head.MaxLength) == counted),
            $"counted.csv has counts of {counted.Architecture} with {counted.Parameters} parameters and a length of {counted.Length}, "
            + "which is not declared any more. Remove its rows; "
            + $"{nameof(DerivedOperationsTests)} holds the new declaration against its shapes."));

    [Theory]
    [MemberData(nameof(Forwards))]
    public void A_forward_pass_takes_the_operations_that_its_layers_state(string name)
    {
        var spec = CountedOperations.Find(name);
        double counted = CountedOperations.Of(spec, "forward").Sum(row => row.Total);
        double stated = spec.Layers.Sum(layer => layer.Flops);
        Assert.InRange(stated / counted, 1 - Tolerance, 1 + Tolerance);
    }

    [Theory]
    [MemberData(nameof(Forwards))]
    public void Every_layer_takes_the_operations_that_it_states(string name)
    {
        var spec = CountedOperations.Find(name);
        var stated = spec.Layers.ToLookup(CountedOperations.RowOf, layer => layer.Flops);
        CountedRow[] layers = [.. CountedOperations.Of(spec, "forward").Where(row => row.Layer != CountedOperations.BetweenLayers)];
        Assert.Equal(layers.Select(row => row.Layer).Order(), stated.Select(layer => layer.Key).Order());
        Assert.All(layers, row =>
            Assert.InRange(stated[row.Layer].Sum(), (1 - ToleranceOfLayers) * row.Total, (1 + ToleranceOfLayers) * row.Total));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_takes_the_operations_that_its_layers_state(string name)
    {
        var spec = CountedOperations.Find(name);

        // A branch that resamples emits a point in some steps only: stated and counted is the most expensive step.
        double counted = CountedOperations.Of(spec, "step").Single().Total;
        Assert.InRange(spec.Facts.Streaming!.StepFlops / counted, 1 - Tolerance, 1 + Tolerance);
    }
}
