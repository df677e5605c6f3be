using System.Numerics;
using SerpentDsl.Experiments.Theory;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Theory;

/// <summary>The part <c>proposition1</c> of the fixtures in <c>serpent/</c>.</summary>
public class Proposition1FixtureTests
{
    private const string Folder = "serpent";

    public static TheoryData<string> Files() => [.. FixtureFiles.Where(Folder, fixture => fixture.Text("part") == "proposition1")];

    [FixtureTheory(Folder)]
    [MemberData(nameof(Files))]
    public void The_experiment_computes_what_the_file_says(string file)
    {
        using var scope = torch.NewDisposeScope();
        var fixture = Fixture.Load(file);
        var isComplex = fixture.Bool("complex", false);
        Complex[] b = Numbers("in.b"), a = Numbers("in.a");
        var u = Reals("in.u");
        Complex[][] inputs = [.. b.Chunk(a.Length).Zip(u, (row, value) => row.Select(entry => entry * value).ToArray())];
        var system = new SampledSystem(a, inputs, Reals("in.delta"), fixture.Bool("euler", false));
        var intervals = Reals("in.delta_l");

        var found = Proposition1.Of(system, (int)fixture.Tensor("in.element").item<long>(), intervals);

        Compare("out.x_last", found.Rows.SelectMany(row => row.Last));
        Compare("out.x_without", found.Rows.SelectMany(row => row.Without));
        Compare("out.identity", found.Rows.SelectMany(row => row.Identity));
        Compare("out.identity_zeroed_input", found.Rows.SelectMany(row => row.IdentityOfInput));
        Compare("out.limit", found.Limit);
        // Differences of the two runs cancel: the file asks for an absolute comparison.
        Compare("out.difference", found.Rows.SelectMany(row => row.Difference), absolute: 1e-12);
        Compare("out.difference_zeroed_input", found.Rows.SelectMany(row => row.DifferenceOfInput), absolute: 1e-12);
        CompareReal("out.limit_norm", [found.LimitNorm]);
        CompareReal("out.norm_over_delta", found.Rows.Select(row => row.NormOverInterval));
        CompareReal("out.ratio_to_limit", Enumerable.Range(0, intervals.Length).Select(found.RatioToLimit));
        Assert.InRange(found.IdentityError, 0, 1e-12);
        fixture.AssertAllUsed();

        double[] Reals(string name) => [.. fixture.Tensor(name, torch.ScalarType.Float64).contiguous().data<double>()];

        Complex[] Numbers(string name) => isComplex
            ? [.. Reals(name).Chunk(2).Select(pair => new Complex(pair[0], pair[1]))]
            : [.. Reals(name).Select(value => new Complex(value, 0))];

        void Compare(string name, IEnumerable<Complex> actual, double absolute = 0) =>
            CompareReal(name, actual.SelectMany(value => isComplex ? new[] { value.Real, value.Imaginary } : [value.Real]), absolute);

        void CompareReal(string name, IEnumerable<double> actual, double absolute = 0)
        {
            double[] expected = Reals(name), values = [.. actual];
            Assert.Equal(expected.Length, values.Length);
            var tolerance = Math.Max(absolute, fixture.Tolerance(name, torch.ScalarType.Float64) * expected.Max(Math.Abs));
            Assert.All(
                expected.Zip(values),
                pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance, $"{name}: {pair.First} is not {pair.Second}"));
        }
    }
}
