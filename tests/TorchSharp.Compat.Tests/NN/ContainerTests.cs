using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class ContainerTests
{
    [Fact]
    public void SequentialChainsItsModules()
    {
        using var scope = NewDisposeScope();
        using var first = nn.Linear(3, 4, dtype: ScalarType.Float64);
        using var last = nn.Linear(4, 2, dtype: ScalarType.Float64);
        using var model = nn.Sequential(first, nn.Tanh(), last);
        var input = Numerics.Normal(1, 5, 3);
        Numerics.AssertClose(Numerics.Values(last.call(first.call(input).tanh())), model.call(input));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], model.named_parameters().Select(entry => entry.name));
        Assert.Empty(model.named_parameters(recurse: false));
        Assert.Equal(3, model.Count);
        Assert.Same(last, model[2]);
    }

    [Fact]
    public void SequentialDisposesWhatPassesThrough()
    {
        using var model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Identity(), nn.Linear(2, 2));
        using var input = ones(1, 2);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var output = model.call(input);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.False(input.IsInvalid);
    }

    [Fact]
    public void EmptySequentialReturnsAHandleOfItsOwn()
    {
        using var model = nn.Sequential();
        using var input = ones(2);
        model.call(input).Dispose();
        Assert.False(input.IsInvalid);
        using var single = nn.Sequential(nn.Identity());
        single.call(input).Dispose();
        Assert.False(input.IsInvalid);
    }

    [Fact]
    public void SequentialGrowsIsSlicedAndFollowsModes()
    {
        using var model = nn.Sequential(("a", nn.Linear(2, 2)), ("drop", nn.Dropout(0.5)));
        model.append("b", nn.Linear(2, 1)).append(nn.ReLU());
        Assert.Equal(["a", "drop", "b", "3"], model.named_children().Select(entry => entry.name));
        Assert.Equal(["drop", "b"], model[1..3].named_children().Select(entry => entry.name));
        Assert.Equal(["drop", "b"], model[(1, 3)].named_children().Select(entry => entry.name));
        model.eval();
        Assert.All(model.children(), child => Assert.False(child.training));
        model.@double();
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Throws<IndexOutOfRangeException>(() => model[(0, 9)]);
    }

    [Fact]
    public void DisposingASequentialDisposesItsModules()
    {
        var inner = nn.Linear(1, 1);
        var model = nn.Sequential(inner, nn.ReLU());
        var weight = inner.weight;
        model.Dispose();
        Assert.True(weight.IsInvalid);
    }

    [Fact]
    public void ModuleListRegistersItsModulesByNumber()
    {
        using var holder = new ListHolder();
        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"], holder.named_parameters().Select(entry => entry.name));
        Assert.Equal(2, holder.layers.Count);
        Assert.Same(holder.layers[1], holder.layers.Last());
        holder.eval();
        Assert.All(holder.layers, layer => Assert.False(layer.training));
        var weight = holder.layers[0].weight;
        holder.Dispose();
        Assert.True(weight.IsInvalid);
    }

    [Fact]
    public void ModuleDictRegistersItsModulesByName()
    {
        using var holder = new DictHolder();
        Assert.Equal(["heads.b.weight", "heads.a.weight"], holder.named_parameters().Select(entry => entry.name));
        Assert.Equal(["b", "a"], holder.heads.Keys);
        Assert.True(holder.heads.ContainsKey("a"));
        Assert.Equal(1, holder.heads["b"].out_features);
    }

    [Fact]
    public void ParameterContainersRegisterTheirParameters()
    {
        using var holder = new ParameterHolder();
        Assert.Equal(["list.0", "list.1", "byName.x"], holder.named_parameters().Select(entry => entry.name));
        Assert.Equal(3, holder.state_dict().Count);
        holder.@double();
        Assert.All(holder.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        var first = holder.list[0];
        holder.Dispose();
        Assert.True(first.IsInvalid);
    }

    private sealed class ListHolder : nn.Module
    {
        public readonly ModuleList<Linear> layers = new(nn.Linear(1, 2), nn.Linear(2, 1));

        public ListHolder()
            : base(nameof(ListHolder)) => RegisterComponents();
    }

    private sealed class DictHolder : nn.Module
    {
        public readonly ModuleDict<Linear> heads = nn.ModuleDict(("b", nn.Linear(1, 1, false)), ("a", nn.Linear(1, 2, false)));

        public DictHolder()
            : base(nameof(DictHolder)) => RegisterComponents();
    }

    private sealed class ParameterHolder : nn.Module
    {
        public readonly ParameterList list = nn.ParameterList(new Parameter(ones(1)), new Parameter(zeros(2)));
        public readonly ParameterDict byName = nn.ParameterDict(("x", new Parameter(ones(3))));

        public ParameterHolder()
            : base(nameof(ParameterHolder)) => RegisterComponents();
    }
}
