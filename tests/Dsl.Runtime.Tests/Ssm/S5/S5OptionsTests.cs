using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static SerpentDsl.Runtime.Tests.Ssm.S5Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>An S5 layer's options and what it asks of the optimizer.</summary>
public sealed class S5OptionsTests
{
    [Fact]
    public void Optimizer_settings_are_the_official_groups()
    {
        using var scope = NewDisposeScope();
        OptimizerHint slow = new(2e-3, 0), slowDecayed = new(2e-3, null), regular = default;
        var expected = new Dictionary<S5OptimizerGroups, (OptimizerHint B, OptimizerHint C)>
        {
            [S5OptimizerGroups.Standard] = (slow, regular),
            [S5OptimizerGroups.DecayInputAndOutput] = (slowDecayed, regular),
            [S5OptimizerGroups.FastInputAndOutput] = (regular, regular),
            [S5OptimizerGroups.NoDecay] = (slow, slow),
        };
        foreach ((var groups, (var b, var c)) in expected)
        {
            foreach (var globalDelta in new[] { false, true })
            {
                using var layer = new S5(
                    3,
                    true,
                    4,
                    2,
                    true,
                    Discretisation.ZeroOrderHold,
                    S5OutputInitialisation.LecunNormal,
                    false,
                    1e-3,
                    1e-1,
                    S5Activation.None,
                    S5Preset.Official,
                    groups,
                    globalDelta,
                    2e-3);
                Assert.Equal(slow, layer.HintFor("Lambda_re"));
                Assert.Equal(slow, layer.HintFor("Lambda_im"));
                Assert.Equal(globalDelta ? regular : slow, layer.HintFor("log_step"));
                Assert.Equal(b, layer.HintFor("B"));
                Assert.Equal(c, layer.HintFor("C"));
                Assert.Equal(c, layer.HintFor("D"));
            }
        }
    }

    [Fact]
    public void Every_option_of_the_attribute_reaches_the_constructor_and_has_one_default()
    {
        var parameters = Assert.Single(typeof(S5).GetConstructors()).GetParameters();
        var options = BranchOptions.Of(typeof(S5BranchAttribute));
        Assert.Equal(
            options.Select(option => char.ToLowerInvariant(option.Name[0]) + option.Name[1..]).Order(),
            parameters.Select(parameter => parameter.Name!).Except(["features", "bidirectional"]).Order());
        Assert.All(
            options, option => Assert.Equal(option.PropertyType, option.GetCustomAttribute<DefaultValueAttribute>()!.Value!.GetType()));
    }

    [Theory]
    [InlineData(S5Preset.Official, false, 0.5)]
    [InlineData(S5Preset.Paper, false, 0.5)]
    [InlineData(S5Preset.Official, true, -1e-4)]
    [InlineData(S5Preset.Clean, false, -1e-4)]
    public void Real_parts_are_clipped_where_the_options_say(S5Preset preset, bool clips, double expected)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(preset: preset, clips: clips).to(ScalarType.Float64);
        using (no_grad())
        {
            Parameter(layer, "Lambda_re").fill_(Scalars.Of(0.5));
            Parameter(layer, "Lambda_im").fill_(Scalars.Zero);
            Parameter(layer, "log_step").fill_(Scalars.Zero);
        }

        Tolerance.AssertClose(
            full([4], Scalars.Of(Math.Exp(expected)), ScalarType.Float64), layer.Discretise().Transition.real, 1e-14, "Λ̄");
    }

    [Fact]
    public void Presets_differ_in_the_GELU()
    {
        using var scope = NewDisposeScope();
        var y = linspace(-6, 6, 1000, ScalarType.Float64);
        Tensor exact = ExactGelu.Apply(y), approximate = TanhGelu.Apply(y);
        Assert.InRange((exact - approximate).abs().max().item<double>(), 1e-4, 5e-4);
        var u = randn([1, 30, Features], ScalarType.Float64);
        foreach (var preset in Enum.GetValues<S5Preset>())
        {
            manual_seed(10);
            using var layer = Make(activation: S5Activation.Gelu, preset: preset).to(ScalarType.Float64);
            var system = layer.System(u, null);
            Tolerance.AssertClose(
                preset == S5Preset.Official ? TanhGelu.Apply(system) : ExactGelu.Apply(system), layer.forward(u, null), 1e-14, $"{preset}");
        }
    }
}
