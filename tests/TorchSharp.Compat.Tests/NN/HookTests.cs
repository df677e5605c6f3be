using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class HookTests
{
    [Fact]
    public void HooksRunAroundCallButNotAroundForward()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.ReLU();
        var log = new List<string>();
        layer.register_forward_pre_hook(module => log.Add($"before {module.GetName()}"));
        layer.register_forward_hook(module => log.Add($"after {module.GetName()}"));
        layer.register_forward_pre_hook((_, input) =>
        {
            log.Add("input");
            return input;
        });
        layer.register_forward_hook((_, _, output) =>
        {
            log.Add("output");
            return output;
        });
        layer.forward(ones(1));
        Assert.Empty(log);
        layer.call(ones(1));
        Assert.Equal(["before ReLU", "input", "output", "after ReLU"], log);
    }

    [Fact]
    public void HooksReplaceInputAndOutputUntilRemoved()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.ReLU();
        var before = layer.register_forward_pre_hook((_, input) => input + 1);
        var after = layer.register_forward_hook((_, _, output) => output * 10);
        Numerics.AssertClose([20], layer.call(ones(1)));
        before.remove();
        Numerics.AssertClose([10], layer.call(ones(1)));
        after.remove();
        Numerics.AssertClose([1], layer.call(ones(1)));
    }

    [Fact]
    public void ModulesOfTwoInputsHaveThemToo()
    {
        using var scope = NewDisposeScope();
        using var loss = nn.MSELoss();
        loss.register_forward_pre_hook((_, input, target) => (target, input + 2));
        loss.register_forward_hook((_, _, _, result) => result + 0.5);
        Assert.Equal(4.5, loss.call(ones(1), ones(1)).item<float>(), 6);
    }
}
