using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class RegistrationTests
{
    [Fact]
    public void FieldsOfAllVisibilitiesAndOfBaseClassesAreRegistered()
    {
        using var sample = new Sample();
        Assert.Equal(
            ["first", "hidden", "renamed", "scale", "second"],
            sample.named_parameters(recurse: false).Select(entry => entry.name).Concat(sample.named_children().Select(entry => entry.name)).Order());
        Assert.Equal(["table"], sample.named_buffers().Select(entry => entry.name));
        Assert.Same(sample.Hidden, sample.get_parameter("hidden"));
        Assert.Same(sample.InternalName, sample.get_parameter("renamed"));
        Assert.Same(sample.Table, sample.get_buffer("table"));
        Assert.Equal(5, sample.Ignored);
    }

    [Fact]
    public void OwnParametersComeBeforeTheChildren()
    {
        using var sample = new Sample();
        var names = sample.named_parameters().Select(entry => entry.name).ToList();
        Assert.Equal(6, names.Count);
        Assert.Equal(["first.weight", "first.bias", "second.weight"], names[3..]);
        Assert.Equal(["first", "second"], sample.named_modules().Select(entry => entry.name));
        Assert.Equal(2, sample.children().Count());
        Assert.Equal(2, sample.modules().Count());
    }

    [Fact]
    public void PathsReachIntoTheTree()
    {
        using var sample = new Sample();
        Assert.Same(sample.first.weight, sample.get_parameter("first.weight"));
        Assert.True(sample.has_parameter("first.bias"));
        Assert.False(sample.has_parameter("second.bias"));
        Assert.Null(sample.get_parameter("second.bias"));
        Assert.Null(sample.get_parameter("nowhere.weight"));
        Assert.True(sample.has_buffer("table"));
        Assert.False(sample.has_buffer("first.table"));
        Assert.Null(sample.get_buffer("absent"));
    }

    [Fact]
    public void SharedParameterIsListedOnce()
    {
        using var outer = new Manual();
        using var first = nn.Linear(2, 2, hasBias: false);
        using var second = nn.Linear(first.weight);
        outer.register_module("first", first);
        outer.register_module("second", second);
        Assert.Equal(["first.weight"], outer.named_parameters().Select(entry => entry.name));
        // The state dictionary has it under both names.
        Assert.Equal(["first.weight", "second.weight"], outer.state_dict().Keys);
    }

    [Fact]
    public void NamesMustBeNewAndModulesWithoutDots()
    {
        using var manual = new Manual();
        using var parameter = new Parameter(ones(1));
        using var buffer = ones(1);
        using var child = nn.Linear(1, 1);
        manual.register_parameter("p", parameter);
        manual.register_buffer("b", buffer);
        manual.register_module("m", child);
        Assert.Throws<InvalidOperationException>(() => manual.register_parameter("p", parameter));
        Assert.Throws<InvalidOperationException>(() => manual.register_buffer("b", buffer));
        Assert.Throws<InvalidOperationException>(() => manual.add_module("m", child));
        Assert.Throws<ArgumentException>(() => manual.register_module("a.b", child));
        Assert.Throws<ArgumentException>(() => manual.register_module("", child));
        Assert.Throws<ArgumentNullException>(() => manual.register_parameter("q", null!));
        Assert.Throws<ArgumentNullException>(() => manual.register_buffer("c", null!));
    }

    [Fact]
    public void RegisteringNullRemovesTheChild()
    {
        using var manual = new Manual();
        using var child = nn.Linear(1, 1);
        manual.register_module("m", child);
        manual.register_module("m", null!);
        Assert.Empty(manual.named_children());
    }

    [Fact]
    public void RegistrationHappensOnce()
    {
        using var manual = new Manual();
        manual.Register();
        using var parameter = new Parameter(ones(1));
        manual.register_parameter("late", parameter);
        manual.Register();
        Assert.Equal(["late"], manual.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void NonPersistentBufferIsNotListed()
    {
        using var manual = new Manual();
        using var buffer = ones(1);
        manual.register_buffer("cache", buffer, persistent: false);
        Assert.Empty(manual.named_buffers());
        Assert.Empty(manual.state_dict());
        Assert.True(manual.has_buffer("cache"));
        Assert.Same(buffer, manual.get_buffer("cache"));
    }

    [Fact]
    public void ParameterTakesTheHandle()
    {
        using var data = ones(3);
        using var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        using var frozen = nn.Parameter(ones(2), requires_grad: false);
        Assert.False(frozen.requires_grad);
    }

    [Fact]
    public void ModeAndNameReachEveryone()
    {
        using var sample = new Sample();
        Assert.True(sample.training);
        sample.eval();
        Assert.False(sample.training);
        Assert.False(sample.first.training);
        sample.train();
        Assert.True(sample.Second.training);
        Assert.Equal(nameof(Sample), sample.GetName());
        Assert.Equal("Linear", sample.first.GetName());
    }

    [Fact]
    public void ApplyVisitsChildrenFirst()
    {
        using var sample = new Sample();
        var visited = new List<string>();
        Assert.Same(sample, sample.apply(module => visited.Add(module.GetName())));
        Assert.Equal(["Linear", "Linear", "Sample"], visited);
    }

    [Fact]
    public void ZeroGradRemovesOrZeroesGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        Numerics.AssertClose([0, 0], layer.weight.grad!);
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void DisposeFreesParametersBuffersAndChildren()
    {
        var sample = new Sample();
        var (weight, table) = (sample.first.weight, sample.Table);
        sample.Dispose();
        Assert.True(weight.IsInvalid);
        Assert.True(table.IsInvalid);
        Assert.True(sample.Hidden.IsInvalid);
        sample.Dispose();
    }
}
