using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class ConversionTests
{
    [Fact]
    public void ConversionReplacesFieldsUnderTheSameNames()
    {
        using var sample = new Sample();
        var names = sample.state_dict().Keys.ToList();
        var (scale, weight) = (sample.scale, sample.first.weight);
        var values = Numerics.Values(weight);
        Assert.Same(sample, sample.@double());
        Assert.Equal(names, sample.state_dict().Keys);
        Assert.NotSame(scale, sample.scale);
        Assert.True(scale.IsInvalid);
        Assert.True(weight.IsInvalid);
        Assert.Same(sample.scale, sample.get_parameter("scale"));
        Assert.Same(sample.InternalName, sample.get_parameter("renamed"));
        Assert.Same(sample.Hidden, sample.get_parameter("hidden"));
        Assert.All(sample.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(sample.parameters(), parameter => Assert.True(parameter is { requires_grad: true, is_leaf: true }));
        Assert.Equal(ScalarType.Int64, sample.Table.dtype);
        Numerics.AssertClose(values, sample.first.weight, 0);
    }

    [Fact]
    public void ConversionToTheSameTypeKeepsTheObjects()
    {
        using var sample = new Sample();
        var weight = sample.first.weight;
        sample.to(ScalarType.Float32).cpu().to("cpu").to(CPU);
        Assert.Same(weight, sample.first.weight);
        Assert.False(weight.IsInvalid);
    }

    [Fact]
    public void GradientsAreConvertedWithTheirParameters()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.@double();
        Assert.Equal(ScalarType.Float64, layer.weight.grad!.dtype);
        Numerics.AssertClose([1, 1], layer.weight.grad!);
    }

    [Fact]
    public void BuffersAreConverted()
    {
        using var norm = nn.BatchNorm1d(3);
        var old = norm.running_mean!;
        norm.to(CPU, ScalarType.Float64);
        Assert.True(old.IsInvalid);
        Assert.Equal(ScalarType.Float64, norm.running_mean!.dtype);
        Assert.Same(norm.running_mean, norm.get_buffer("running_mean"));
        Assert.Equal(ScalarType.Int64, norm.num_batches_tracked!.dtype);
    }

    [Fact]
    public void OnlyFloatingPointTargets()
    {
        using var layer = nn.Linear(1, 1);
        Assert.Throws<ArgumentException>(() => layer.to(ScalarType.Int64));
    }

    [Fact]
    public void TheForwardPassFollowsTheConversion()
    {
        using var scope = NewDisposeScope();
        using var sample = new Sample();
        var input = Numerics.Normal(3, 4, 2);
        var single = Numerics.Values(sample.call(input.to(ScalarType.Float32)));
        sample.@double();
        Numerics.AssertClose(single, sample.call(input), 1e-5);
        Numerics.AssertClose(single, sample.@float().call(input.to(ScalarType.Float32)), 1e-6);
    }

    [Fact]
    public void ListsOfParametersAreConverted()
    {
        using var list = new ParameterList(new Parameter(ones(1)), new Parameter(zeros(2)));
        using var dictionary = nn.ParameterDict(("a", new Parameter(ones(1))));
        list.@double();
        dictionary.@double();
        Assert.All(list, parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, dictionary["a"].dtype);
    }
}
