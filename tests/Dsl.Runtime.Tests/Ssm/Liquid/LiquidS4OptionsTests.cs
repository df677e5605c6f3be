using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The options of both Liquid-S4 layers, and what they ask of the optimizer.</summary>
public sealed class LiquidS4OptionsTests
{
    [Theory]
    [InlineData(typeof(LiquidS4BranchAttribute), typeof(LiquidS4))]
    [InlineData(typeof(OfficialLiquidS4BranchAttribute), typeof(OfficialLiquidS4))]
    public void Every_option_of_the_attribute_reaches_the_constructor_and_has_one_default(Type attribute, Type layer)
    {
        Assert.Equal(layer, attribute.GetCustomAttribute<BranchLayerAttribute>()!.Layer);
        var parameters = Assert.Single(layer.GetConstructors()).GetParameters();
        var options = BranchOptions.Of(attribute);
        Assert.Equal(
            options.Select(option => char.ToLowerInvariant(option.Name[0]) + option.Name[1..]).Order(),
            parameters.Select(parameter => parameter.Name!).Except(["features", "bidirectional", "maxLength"]).Order());
        var required = parameters
            .Where(parameter => !parameter.HasDefaultValue)
            .IntersectBy(options.Select(option => option.Name.ToUpperInvariant()), parameter => parameter.Name!.ToUpperInvariant());
        Assert.All(required, parameter =>
        {
            PropertyInfo option = options.Single(option => option.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(option.PropertyType, option.GetCustomAttribute<DefaultValueAttribute>()!.Value!.GetType());
        });
    }

    [Fact]
    public void A_and_B_learn_at_their_own_rate_without_decay()
    {
        using var scope = NewDisposeScope();
        using var layer = LiquidS4Layers.Make(LiquidKernel.KB, 2);
        var hints = (IOptimizerHints)layer.named_children().Single(child => child.name == "kernel").module;
        Assert.All(new[] { "A_real", "A_imag", "B" }, name => Assert.Equal(new OptimizerHint(2e-3, 0), hints.HintFor(name)));
        Assert.Equal(new OptimizerHint(null, 0), hints.HintFor("inv_dt"));
        Assert.Equal(default, hints.HintFor("C"));
    }
}
