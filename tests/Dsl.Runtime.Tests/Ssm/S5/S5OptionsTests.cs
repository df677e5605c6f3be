using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
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
                using var layer = new S5(3, true, 4, 2, true, Discretisation.ZeroOrderHold, S5OutputInitialisation.LecunNormal, false, 1e-3, 1e-1, S5Activation.None, S5Preset.Official, groups, globalDelta, 2e-3);
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
        Assert.All(options, option => Assert.Equal(option.PropertyType, option.GetCustomAttribute<DefaultValueAttribute>()!.Value!.GetType()));
    }
}
