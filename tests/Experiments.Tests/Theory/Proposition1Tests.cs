using System.Numerics;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Models.Branches;
using SerpentDsl.Experiments.Theory;
using SerpentDsl.Layers;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Theory;

public class Proposition1Tests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void Random_systems_obey_identity_limit_and_slope(ulong seed)
    {
        foreach (var summary in RandomSystems.Draw(seed, 64).Select(Proposition1Summary.Of))
        {
            Assert.InRange(summary.IdentityError, 0, 1e-10);
            double[] distances = [.. summary.Ratios.Select(ratio => Math.Abs(ratio - 1))];
            Assert.Equal(distances.OrderDescending(), distances);
            Assert.InRange(distances[^1], 0, 1e-4);
            Assert.InRange(summary.Slope, 0.99, 1.01);
        }
    }

    [Fact]
    public void Equal_seeds_draw_equal_systems() =>
        Assert.Equal(Inputs(5), Inputs(5));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-9, 0)]
    [InlineData(-1e-5, 3e-6)]
    [InlineData(-0.5, 2)]
    [InlineData(-40, 1)]
    public void The_exponential_less_one_keeps_its_digits(double real, double imaginary)
    {
        // The series of sixty terms, halved and squared back where it would be slow.
        var z = new Complex(real, imaginary);
        var halvings = 0;
        for (; (z / (1 << halvings)).Magnitude > 0.5; halvings++)
        {
        }

        Complex part = z / (1 << halvings), term = part, sum = part;
        for (var n = 2; n < 60; n++)
        {
            term *= part / n;
            sum += term;
        }

        for (; halvings > 0; halvings--)
        {
            sum *= sum + 2;
        }

        Assert.InRange((SampledSystem.ExponentialLessOne(z) - sum).Magnitude, 0, 1e-14 * sum.Magnitude);
    }

    [Fact]
    public void The_systems_of_layers_reach_the_states_that_the_layers_reach()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        torch.manual_seed(3);
        var model = new TinyDiagonal().to(torch.ScalarType.Float64);
        var seen = new Dictionary<string, torch.Tensor>();
        foreach (var (name, module) in model.named_modules())
        {
            if (module is StreamingLayer layer)
            {
                layer.register_forward_pre_hook((_, u, lengths) =>
                {
                    seen[name] = u.narrow(1, 0, lengths![0].item<long>()).alias().MoveToOtherDisposeScope(scope);
                    return (u, lengths);
                });
            }
        }

        var groups = LayerSystems.Of(
            model, () => model.forward(torch.randint(3, 7, [1, 24], torch.ScalarType.Int64), torch.tensor(new[] { 20L })));
        Assert.Equal(["blocks.0.branch0_ssm", "blocks.0.branch1_ssm", "blocks.0.branch2_ssm"], groups.Select(group => group.Name));
        Assert.Equal(20, groups[0].Systems[0].Intervals.Length);

        // The bidirectional layers of the model have no state to read; ones with the same parameters for the forward direction do.
        var causalS4D = new Ssm.S4D(
            4,
            false,
            4,
            copies: 0,
            Initialisation.DiagonalLegS,
            Discretisation.ZeroOrderHold,
            deltaTied: true,
            1e-3,
            1e-1,
            1e-3,
            Activation.None).to(torch.ScalarType.Float64);
        foreach (var (name, value) in model.state_dict().Where(
            entry => entry.Key.StartsWith("blocks.0.branch0_ssm.", StringComparison.Ordinal)))
        {
            var target = causalS4D.state_dict()[name["blocks.0.branch0_ssm.".Length..]];
            target.copy_(value.shape.Length == target.shape.Length ? value : value[0]);
        }

        var state = causalS4D.NewState(1);
        causalS4D.Chunk(seen["blocks.0.branch0_ssm"], null, state);
        var expected = state[0][0].to(torch.ScalarType.ComplexFloat64);
        double[] actual = [.. groups[0].Systems.SelectMany(system => system.LastState()).SelectMany(x => new[] { x.Real, x.Imaginary })];
        Tolerance.AssertClose(torch.view_as_real(expected).reshape(-1), torch.tensor(actual), 1e-10, "states of S4D");

        var mamba = (StreamingLayer)model.named_modules().Single(entry => entry.name == "blocks.0.branch2_ssm").module;
        state = mamba.NewState(1);
        mamba.Chunk(seen["blocks.0.branch2_ssm"], null, state);
        actual = [.. groups[2].Systems.SelectMany(system => system.LastState()).Select(x => x.Real)];
        Tolerance.AssertClose(state[1].reshape(-1), torch.tensor(actual), 1e-10, "states of Mamba");
    }

    [Fact]
    public void Systems_with_shared_matrices_and_a_step_for_every_mode_reach_the_states_of_their_layer()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        torch.manual_seed(3);
        var model = new OfSharedS4D().to(torch.ScalarType.Float64);
        var layer = model.named_modules().Select(entry => entry.module).OfType<Ssm.S4D>().Single();
        torch.Tensor? seen = null;
        layer.register_forward_pre_hook((_, u, lengths) =>
        {
            seen = u.alias().MoveToOtherDisposeScope(scope);
            return (u, lengths);
        });
        var group = Assert.Single(
            LayerSystems.Of(model, () => model.forward(torch.randint(0, 32, [1, 24], torch.ScalarType.Int64), null)));
        var state = layer.NewState(1);
        layer.Chunk(seen!, null, state);
        double[] actual = [.. group.Systems.SelectMany(system => system.LastState()).SelectMany(x => new[] { x.Real, x.Imaginary })];
        var expected = state[0].to(torch.ScalarType.ComplexFloat64);
        Tolerance.AssertClose(torch.view_as_real(expected).reshape(-1), torch.tensor(actual), 1e-10, "states");
    }

    [Fact]
    public void The_command_prints_plots_and_tells_programs()
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = Cli.Run(
            "theory", "proposition1", nameof(TinyDiagonal), "--length", "20", "--html", folder["page.html"]);
        Assert.Equal(0, code);
        Assert.Contains("page.html", errors);
        Assert.All(
            ["random 4", "blocks.0.branch0_ssm", "blocks.0.branch1_ssm", "blocks.0.branch2_ssm", "slope", "TinyDiagonal, untrained, seed "
                + "1"], text => Assert.Contains(text, output));
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains("<svg", page);
        Assert.Contains("blocks.0.branch0_ssm", page);
        Assert.DoesNotContain("http", page);

        (code, output, errors) = Cli.Run("theory", "proposition1", nameof(TinyDiagonal), "--json");
        Assert.Equal((0, ""), (code, errors));
        var found = JsonNode.Parse(output)!.AsArray();
        Assert.Equal(7, found.Count);
        foreach (var summary in found)
        {
            Assert.InRange((double)summary!["identityError"]!, 0, 1e-10);
            Assert.InRange((double)summary["slope"]!, 0.99, 1.01);
            Assert.InRange((double)summary["ratios"]![4]!, 0.999, 1.001);
        }
    }

    private static Complex[] Inputs(ulong seed) =>
        [.. RandomSystems.Draw(seed, 8).SelectMany(group => group.Systems[0].Inputs).SelectMany(row => row)];
}
