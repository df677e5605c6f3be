using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Theory.Signatures;
using SerpentDsl.Native;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Theory;

public sealed class SignatureTests
{
    private static readonly SignatureSettings s_tiny = SignatureSettings.Reduced with
    {
        Paths = 500,
        Fitted = 400,
        Measured = 100,
        Length = 8,
        CdeStates = 24,
        Width = 6,
        States = 4,
        Steps = 20,
    };

    [Fact]
    public void Right_then_up_has_the_area_term_1_and_up_then_right_0()
    {
        Assert.Equal(1, Signature.TopTerm([0, 0, 1, 0, 1, 1], 2));
        Assert.Equal(0, Signature.TopTerm([0, 0, 0, 1, 1, 1], 2));
        Assert.Equal(2.0 * 3 * 5 / 6, Signature.TopTerm([1, 1, 1, 3, 4, 6], 3), 12);
    }

    [Fact]
    public void Terms_are_the_iterated_sums_over_the_steps()
    {
        var random = new Xoshiro256(5);
        double[] points = [.. Enumerable.Range(0, 3 * 7).Select(_ => random.NextDouble())];
        double[][] steps = [.. Enumerable.Range(1, 6).Select(l => Enumerable.Range(0, 3).Select(
            i => points[(3 * l) + i] - points[(3 * (l - 1)) + i]).ToArray())];
        double expected = 0;
        for (var a = 0; a < 6; a++)
        {
            for (var b = a; b < 6; b++)
            {
                for (var c = b; c < 6; c++)
                {
                    // Steps that coincide share their time: 1/2 for two of them, 1/6 for three.
                    var equal = a == b && b == c ? 6 : a == b || b == c ? 2 : 1;
                    expected += steps[a][0] * steps[b][1] * steps[c][2] / equal;
                }
            }
        }

        Assert.Equal(expected, Signature.TopTerm(points, 3), 12);
    }

    [Fact]
    public void Paths_and_labels_reach_1_and_depend_on_the_seed_only()
    {
        using var scope = NewDisposeScope();
        PathSet first = PathSet.Draw(2, 50, 12, 3), again = PathSet.Draw(2, 50, 12, 3), other = PathSet.Draw(2, 50, 12, 4);
        Assert.Equal(1, first.Paths.abs().max().item<double>(), 12);
        Assert.Equal(1, first.Labels.abs().max().item<double>(), 12);
        Assert.True(first.Paths.allclose(again.Paths));
        Assert.False(first.Paths.allclose(other.Paths));
    }

    [Fact]
    public void The_random_CDE_is_solved_exactly()
    {
        using var scope = NewDisposeScope();
        const int States = 6;
        using var cde = new RandomLinearCde(2, States, seed: 7);
        var paths = PathSet.Draw(2, 3, 9, 1).Paths;
        var states = cde.LastStates(paths);

        // The reference takes the exponential of [[M, c], [0, 0]] on every piece.
        var generator = new TorchSharp.torch.Generator(7);
        var drawn = randn([3 * States, States], ScalarType.Float64, generator: generator);
        var a = (drawn / Scalars.Of(Math.Sqrt(States))).reshape(3, States, States);
        var b = randn([3, States], ScalarType.Float64, generator: generator);
        var weights = randn([2, States], ScalarType.Float64, generator: generator);
        var bias = randn([States], ScalarType.Float64, generator: generator);
        for (var path = 0; path < 3; path++)
        {
            var state = paths[path, 0].matmul(weights).Plus(bias);
            for (var l = 1; l < 9; l++)
            {
                var step = cat([tensor(new[] { 1.0 / 8 }), paths[path, l] - paths[path, l - 1]], 0);
                var augmented = zeros([States + 1, States + 1], ScalarType.Float64);
                augmented.narrow(0, 0, States).narrow(1, 0, States).copy_((step.reshape(3, 1, 1) * a).sum([0L]));
                augmented.narrow(0, 0, States).select(1, States).copy_(step.matmul(b));
                state = linalg.matrix_exp(augmented).matmul(cat([state, ones(1, ScalarType.Float64)], 0)).narrow(0, 0, States);
            }

            Tolerance.AssertClose(state, states[path], 1e-11, $"path {path}");
        }
    }

    [Fact]
    public void A_linear_label_is_read_out_exactly_whatever_the_sizes_of_the_features()
    {
        using var scope = NewDisposeScope();
        var features = randn([60, 4], ScalarType.Float64) * tensor(new[] { 1, 1e-6, 1e6, 1 });
        var labels = (features.select(1, 1) * Scalars.Of(1e6)).Plus(0.5);
        var answers = LinearReadOut.Answer(features.narrow(0, 0, 40), labels.narrow(0, 0, 40), features.narrow(0, 40, 20));
        Tolerance.AssertClose(labels.narrow(0, 40, 20), answers, 1e-9, "answers");
    }

    [Fact]
    public void Every_model_is_run_and_the_random_CDE_beats_the_mean_by_far()
    {
        SignatureRow[] rows = [.. SignatureExperiment.Run(s_tiny, 1, default)];
        Assert.Equal(SignatureModel.All.Count * 2, rows.Length);
        Assert.All(rows, row => Assert.True(double.IsFinite(row.Error) && row.Error > 0));
        Assert.Equal(1, rows[0].OfMean);
        Assert.True(rows[1].OfMean < 0.3, $"{rows[1]}");
        // Sums of several threads differ in their last digits.
        Assert.All(rows.Zip(SignatureExperiment.Run(s_tiny, 1, default)), pair => Assert.Equal(pair.First.Error, pair.Second.Error, 1e-4));
    }

    [Fact]
    public void The_page_has_plots_and_the_papers_numbers()
    {
        using var folder = new TemporaryFolder();
        SignatureRow[] rows =
        [
            .. SignatureModel.All.Select(model => new SignatureRow(model.Name, 2, 0.01, 0.1, model.Area?.Low, model.Area?.High, 3)),
        ];
        SignaturePage.Write(folder["page.html"], s_tiny, 1, rows);
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains("<svg", page);
        Assert.Contains("1.7e-4 – 2.2e-4", page);
        Assert.Contains("Mamba, depth 2, gated", page);
        Assert.DoesNotContain("http", page);
    }

    [Theory]
    [InlineData("'theory signature' takes no RUN_OR_NAME. Leave it out.", "signature", "S4Text")]
    [InlineData("'theory a5' takes no --length. Leave it out.", "a5", "--length", "5")]
    [InlineData("'theory proposition1' takes no --full. Leave it out.", "proposition1", "--full")]
    [InlineData("There is no statement 'signatur'. Did you mean signature?", "signatur")]
    [InlineData("'theory' needs a STATEMENT: proposition1, signature or a5.")]
    public void What_does_not_fit_a_statement_is_refused(string message, params string[] arguments)
    {
        var (code, _, errors) = Cli.Run(["theory", .. arguments]);
        Assert.NotEqual(0, code);
        Assert.Contains(message, errors);
    }
}
