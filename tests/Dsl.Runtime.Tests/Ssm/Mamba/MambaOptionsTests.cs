using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static SerpentDsl.Runtime.Tests.Ssm.SelectiveLayers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The options of Mamba and Mamba-2, and what the layers ask of the optimizer.</summary>
public sealed class MambaOptionsTests
{
    [Fact]
    public void Decay_and_skip_are_trained_without_weight_decay()
    {
        using var scope = NewDisposeScope();
        using var first = Mamba();
        using var second = Mamba2();
        Assert.All(new[] { "A_log", "D" }, name => Assert.Equal(new OptimizerHint(null, 0), first.HintFor(name)));
        Assert.All(new[] { "A_log", "D", "dt_bias" }, name => Assert.Equal(new OptimizerHint(null, 0), second.HintFor(name)));
        Assert.Equal(default, first.HintFor("other"));
        Assert.Equal(default, second.HintFor("other"));
    }

    [Fact]
    public void The_parameters_count_as_the_reference_says()
    {
        using var scope = NewDisposeScope();
        using Mamba first = new(512, 16, 2, 4, 0, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1, true, false, 1);
        Assert.Equal(1_694_720, first.parameters().Sum(parameter => parameter.numel())); // 6.25 D² + 110 D
        const int d = 768, inner = 2 * d, n = 128, heads = inner / 64;
        using Mamba2 second = new(
            d, n, 2, 64, 1, 4, 0, 1, 16, 1e-3, 1e-1, 1e-4, 0, double.PositiveInfinity, false, true, false, 0, true, false, 64, 1, true);
        Assert.Equal(
            (d * ((2 * inner) + (2 * n) + heads)) + ((inner + (2 * n)) * 5) + (3 * heads) + inner + (inner * d),
            second.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(typeof(MambaBranchAttribute), typeof(Mamba))]
    [InlineData(typeof(Mamba2BranchAttribute), typeof(Mamba2))]
    public void Every_option_of_the_attribute_reaches_the_constructor_and_has_one_default(Type attribute, Type layer)
    {
        Assert.Equal(layer, attribute.GetCustomAttribute<BranchLayerAttribute>()!.Layer);
        var parameters = Assert.Single(layer.GetConstructors()).GetParameters();
        Assert.DoesNotContain(parameters, parameter => parameter.HasDefaultValue);
        var options = BranchOptions.Of(attribute);
        Assert.Equal(
            options.Select(option => char.ToLowerInvariant(option.Name[0]) + option.Name[1..]).Order(),
            parameters.Select(parameter => parameter.Name!).Where(name => name != "features").Order());
        Assert.All(
            options, option => Assert.Equal(option.PropertyType, option.GetCustomAttribute<DefaultValueAttribute>()!.Value!.GetType()));
    }

    [Fact]
    public void Options_and_shapes_that_make_no_layer_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>(() => Mamba(stateSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mamba(convWidth: 0));
        Assert.Throws<ArgumentException>(() => new Mamba(6, 4, 2, 4, 0, 0.1, 0.01, 1e-4, DeltaInitialisation.Random, 1, true, false, 1));
        Assert.Contains("heads of 5", Assert.Throws<ArgumentException>(() => Mamba2(headSize: 5)).Message);
        Assert.Contains("5 groups", Assert.Throws<ArgumentException>(() => Mamba2(groups: 5)).Message);
        Assert.Throws<ArgumentException>(() => Mamba2(ssmFeatures: 14));
        Assert.Throws<ArgumentException>(() => Mamba2(leastDelta: 2, greatestDelta: 1));
        using StreamingLayer layer = Mamba();
        Assert.Contains("[batch, length, 6]", Assert.Throws<ArgumentException>(() => layer.forward(zeros(1, 4, 5), null)).Message);
        using var state = layer.NewState(2);
        Assert.Contains("of 2 sequences, the input of 3", Assert.Throws<ArgumentException>(() => layer.Step(zeros(3, 6), state)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.NewState(0));
    }
}
