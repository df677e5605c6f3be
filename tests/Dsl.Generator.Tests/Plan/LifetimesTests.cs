using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Tests.Plan;

/// <summary>When the values of a forward pass are disposed.</summary>
public sealed class LifetimesTests
{
    [Fact]
    public void A_value_goes_right_after_its_last_use()
    {
        Assert.Equal(
            ["", "", "a", "b c"],
            Schedule("d", ("a", "u"), ("b", "a"), ("c", "a b"), ("d", "b c")));
    }

    [Fact]
    public void What_the_caller_owns_and_what_is_returned_stay()
    {
        Assert.Equal(["", "a"], Schedule("b", ("a", "u v"), ("b", "u a")));
        Assert.Equal(["", "b"], Schedule("a", ("a", "u"), ("b", "a")));
    }

    [Fact]
    public void A_value_that_nothing_reads_goes_at_once() => Assert.Equal(["a", ""], Schedule("b", ("a", "u"), ("b", "u")));

    [Fact]
    public void Random_passes_dispose_each_value_once_and_never_early()
    {
        Random random = new(5);
        for (var run = 0; run < 500; run++)
        {
            var count = random.Next(1, 12);
            Step[] steps =
            [
                .. Enumerable.Range(0, count).Select(i => new Step(
                    $"v{i}",
                    "",
                    Enumerable.Range(0, random.Next(1, 4)).Select(
                        _ => random.Next(i + 1) is var back and > 0 ? $"v{i - back}" : "u").ToEquatableArray(),
                    "")),
            ];
            var returned = $"v{count - 1}";
            HashSet<string> alive = ["u"];
            foreach (var scheduled in Lifetimes.Schedule(steps, returned))
            {
                Assert.Superset(scheduled.Step.Reads.ToHashSet(), alive);
                Assert.True(alive.Add(scheduled.Step.Result!));
                Assert.All(scheduled.Disposed, value => Assert.True(alive.Remove(value)));
            }

            Assert.Equal(["u", returned], alive.Order(StringComparer.Ordinal));
        }
    }

    private static string[] Schedule(string returned, params (string Result, string Reads)[] steps) =>
    [
        .. Lifetimes.Schedule([.. steps.Select(step => new Step(step.Result, "", step.Reads.Split(' ').ToEquatableArray(), ""))], returned)
            .Select(scheduled => string.Join(" ", scheduled.Disposed)),
    ];
}
