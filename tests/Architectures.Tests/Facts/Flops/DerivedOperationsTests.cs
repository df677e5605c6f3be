using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests.Facts.Flops;

/// <summary>The operations that layers state, against those that follow from shapes. New architectures need no counts for it.</summary>
public sealed class DerivedOperationsTests
{
    /// <summary>How far what is derived may be from what was counted: transforms run at the next fast size.</summary>
    private const double Tolerance = 0.05;

    /// <summary>How far a layer's statement may lie outside what the counts of its kind allow.</summary>
    private const double ToleranceOfStatements = 0.15;

    /// <summary>
    /// Work on elements by kind, per operation that can be derived, or per number written where none can: the least and the most counted.
    /// </summary>
    private static readonly Dictionary<(string Kind, bool IsDerived), (double Least, double Most)> s_others = CountedOperations.Models
        .SelectMany(CountedLayersOf)
        .GroupBy(counted => (counted.Layer.Kind, counted.Derived > 0), counted => counted.Row.Other / counted.Unit)
        .Select(group => (group.Key, Range: (group.Min(), group.Max())))
        // By hand, because no model that was counted has it: every number times the mask of its feature.
        .Append((Key: (Kind: "SequenceDropout", false), Range: (1.0, 1.0)))
        .ToDictionary(kind => kind.Key, kind => kind.Range);

    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    public static TheoryData<string> Counted => CountedOperations.NamesWith("forward");

    [Theory]
    [MemberData(nameof(Counted))]
    public void Products_and_transforms_that_were_counted_follow_from_shapes(string name)
    {
        var model = CountedOperations.Find(name);
        Assert.All(CountedLayersOf(model), counted =>
            Assert.InRange(counted.Derived, (1 - Tolerance) * counted.Row.Core, (1 + Tolerance) * counted.Row.Core));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_states_what_follows_from_its_shapes_and_as_much_beside_it_as_its_kind_was_seen_to_take(string name)
    {
        var model = DeclaredArchitectures.Find(name);
        Assert.All(model.Layers, layer =>
        {
            double derived = DerivedOperations.Of(model, layer), unit = Unit(model, layer, derived);
            Assert.True(
                s_others.TryGetValue((layer.Kind, derived > 0), out var other),
                $"No {layer.Kind} was counted, so that it is not known what it does beside products and transforms. Count by hand "
                + "what a small one does, declare it in CountedLayers.cs, and add its rows to counted.csv.");
            Assert.InRange(
                layer.Flops,
                (1 - ToleranceOfStatements) * (derived + (other.Least * unit)),
                (1 + ToleranceOfStatements) * (derived + (other.Most * unit)));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_is_three_forward_passes_per_token(string name)
    {
        var model = DeclaredArchitectures.Find(name);
        long tokens = model.Head.MaxLength * (model.Head is PairClassifierHeadSpec ? 2 : 1);
        Assert.Equal((long)double.Ceiling(3.0 * model.Layers.Sum(layer => layer.Flops) / tokens), model.Facts.TrainingFlops);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_takes_no_fewer_operations_than_its_matrices(string name)
    {
        var model = DeclaredArchitectures.Find(name);
        var readsTable = model.Head is LanguageModelHeadSpec { TiedEmbeddings: true };
        var matrices = model.Weights
            .Where(weight => !weight.IsBuffer && weight.Shape.Count > 1 && (readsTable || weight.Name != "embedding.weight"))
            .Where(weight => weight.Name.Split('.')[^1] is "weight" or "A_c")
            .Sum(weight => 2 * weight.Shape.Aggregate(1L, (product, size) => product * size));
        Assert.InRange(model.Facts.Streaming?.StepFlops ?? matrices, matrices, long.MaxValue);
    }

    private static IEnumerable<(CountedRow Row, LayerSpec Layer, double Derived, double Unit)> CountedLayersOf(ArchitectureSpec model) =>
        from row in CountedOperations.Of(model, "forward")
        where row.Layer != CountedOperations.BetweenLayers
        let layers = model.Layers.Where(layer => CountedOperations.RowOf(layer) == row.Layer).ToArray()
        let derived = layers.Sum(layer => DerivedOperations.Of(model, layer))
        select (row, layers[0], derived, layers.Length * Unit(model, layers[0], derived / layers.Length));

    /// <summary>What work on elements grows with.</summary>
    private static double Unit(ArchitectureSpec model, LayerSpec layer, double derived) =>
        derived > 0 ? derived : new LayerShapes(model, layer).Written;
}
