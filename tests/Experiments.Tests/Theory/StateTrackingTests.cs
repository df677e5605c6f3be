using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Theory;
using SerpentDsl.Experiments.Theory.StateTracking;
using SerpentDsl.Native;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Theory;

public sealed class StateTrackingTests
{
    private static readonly TrackingSettings s_tiny = TrackingSettings.Reduced with
    {
        Lengths = [3],
        MostBlocks = 2,
        Width = 8,
        States = 4,
        CdeStates = 4,
        Batch = 4,
        Steps = 3,
    };

    public static TheoryData<int> Layers => [.. Enum.GetValues<StackLayer>().Select(layer => (int)layer)];

    [Fact]
    public void The_products_form_the_group_A5()
    {
        int[] all = [.. Enumerable.Range(0, AlternatingGroup.Order)];
        Assert.Equal(60, all.Select(element => string.Concat(AlternatingGroup.ImagesOf(element))).Distinct().Count());
        Assert.All(all, element => Assert.Equal(element, AlternatingGroup.Product(0, element)));
        Assert.All(all, element => Assert.Equal(element, AlternatingGroup.Product(element, 0)));
        // Every row and column has every element once: there are inverses.
        Assert.All(all, a => Assert.Equal(60, all.Select(b => AlternatingGroup.Product(a, b)).Distinct().Count()));
        Assert.All(all, b => Assert.Equal(60, all.Select(a => AlternatingGroup.Product(a, b)).Distinct().Count()));
        foreach (var (a, b, c) in new[] { (3, 17, 44), (59, 1, 30), (12, 12, 5) })
        {
            Assert.Equal(
                AlternatingGroup.Product(AlternatingGroup.Product(a, b), c), AlternatingGroup.Product(a, AlternatingGroup.Product(b, c)));
        }

        Assert.Contains(all, a => all.Any(b => AlternatingGroup.Product(a, b) != AlternatingGroup.Product(b, a)));
        // Only the identity commutes with every element: the group has no abelian part.
        Assert.Single(all, a => all.All(b => AlternatingGroup.Product(a, b) == AlternatingGroup.Product(b, a)));
    }

    [Fact]
    public void Products_follow_the_symbols_and_held_out_sequences_are_never_trained_on()
    {
        using var scope = NewDisposeScope();
        Xoshiro256 first = new(1), second = new(2);
        var trained = WordProblem.Draw(300, 3, heldOut: false, ref first);
        var held = WordProblem.Draw(300, 3, heldOut: true, ref second);
        Assert.Empty(Rows(trained.Elements).Intersect(Rows(held.Elements)));
        long[] elements = [.. held.Elements[0].data<long>()], products = [.. held.Products[0].data<long>()];
        for (var symbol = 0; symbol < AlternatingGroup.Symbols; symbol++)
        {
            var at = symbol;
            for (var l = 0; l < 3; l++)
            {
                at = AlternatingGroup.ImagesOf((int)elements[l])[at];
                Assert.Equal(at, AlternatingGroup.ImagesOf((int)products[l])[symbol]);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(300)]
    public void The_oracle_is_right_at_every_position_of_every_length(int length)
    {
        using var scope = NewDisposeScope();
        var random = new Xoshiro256(3);
        var problem = WordProblem.Draw(40, length, heldOut: true, ref random);
        Assert.True(PermutationOracle.Answer(problem.Elements).eq(problem.Products).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_stack_answers_every_position_from_the_elements_up_to_it(int layer)
    {
        using var scope = NewDisposeScope();
        using var stack = new TrackingStack((StackLayer)layer, depth: 2, width: 8, states: 4);
        var elements = randint(0, AlternatingGroup.Order, [2, 5], ScalarType.Int64);
        var changed = elements.clone();
        changed.select(1, 4).copy_(elements.select(1, 4).Plus(1L).remainder(Scalars.Of(AlternatingGroup.Order)));
        Tensor before = stack.forward(elements), after = stack.forward(changed);
        Assert.Equal([2L, 5, AlternatingGroup.Order], before.shape);
        Tolerance.AssertClose(before.narrow(1, 0, 4), after.narrow(1, 0, 4), 1e-5, "positions before the change");
        Assert.True((before - after).narrow(1, 4, 1).abs().max().item<float>() > 1e-4);
    }

    [Fact]
    public void Every_model_is_run_and_the_oracle_solves_every_length()
    {
        TrackingRow[] rows = [.. TrackingExperiment.Run(s_tiny, 1, default)];
        Assert.Equal(TrackingModel.All.Count, rows.Length);
        Assert.Equal((1, 1.0), (rows[0].Blocks, rows[0].Accuracies[0]));
        Assert.All(rows.Skip(1), row => Assert.Equal((null, 2), (row.Blocks, row.Accuracies.Count)));
    }

    [Fact]
    public void The_papers_numbers_are_told_where_there_are_any()
    {
        var mamba = TrackingModel.All.Single(model => model.Layer == StackLayer.Mamba);
        Assert.Equal((true, 2), mamba.PublishedFor(4));
        Assert.Equal((true, (int?)null), mamba.PublishedFor(20));
        Assert.Equal((false, (int?)null), mamba.PublishedFor(13));
        using var folder = new TemporaryFolder();
        TrackingPage.Write(
            folder["page.html"],
            s_tiny,
            1,
            [new TrackingRow("linear CDE", 3, 1, [0.987], 1, true, 2), new TrackingRow("Mamba", 3, null, [0.5, 0.6], 1, true, 2)]);
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains("50.0, 60.0", page);
        Assert.Contains("class=\"solved\">1<", page);
        Assert.DoesNotContain("http", page);
    }

    private static IEnumerable<string> Rows(Tensor elements) =>
        elements.data<long>().ToArray().Chunk((int)elements.shape[1]).Select(row => string.Join(' ', row));
}
