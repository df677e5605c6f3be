using SerpentDsl.Io;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class ModuleStateTests
{
    [Fact]
    public void A_module_is_restored_exactly_with_its_buffers()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var saved = nn.Sequential(("linear", nn.Linear(3, 4)), ("norm", nn.BatchNorm1d(4)));
        using var loaded = nn.Sequential(("linear", nn.Linear(3, 4)), ("norm", nn.BatchNorm1d(4)));
        saved.call(rand(5, 3));
        ModuleState.Save(saved, folder["a"], new Dictionary<string, string> { ["epoch"] = "3" });
        var metadata = ModuleState.Load(loaded, folder["a"]);
        Assert.Equal("3", metadata["epoch"]);
        Dictionary<string, Tensor> expected = saved.state_dict(), actual = loaded.state_dict();
        Assert.Contains("norm.running_mean", expected.Keys);
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, value) in expected)
        {
            Tolerance.AssertClose(value, actual[name], 0, name);
        }

        Assert.True(loaded.parameters().All(parameter => parameter.requires_grad));
    }

    [Fact]
    public void Every_difference_is_listed_and_nothing_is_loaded()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = nn.Sequential(("first", nn.Linear(1, 3)), ("second", nn.Linear(3, 2)));
        // [1, 1] would broadcast silently into [3, 1].
        SafetensorsFile.Write(folder["a"],
        [
            ("first.weight", ones(1, 1)), ("first.bias", zeros(3, ScalarType.Float64)), ("second.weight", ones(2, 3)), ("third", zeros(1)),
        ]);
        var before = module.state_dict()["second.weight"].clone();
        var message = Assert.Throws<SafetensorsException>(() => ModuleState.Load(module, folder["a"])).Message;
        Assert.Contains("reshaped: first.weight is [1, 1] in the file, [3, 1] in the module", message);
        Assert.Contains("retyped: first.bias", message);
        Assert.Contains("missing in the file: second.bias [2]", message);
        Assert.Contains("unexpected in the file: third", message);
        Tolerance.AssertClose(before, module.state_dict()["second.weight"], 0, "second.weight");
    }

    [Fact]
    public void Loading_keeps_no_tensor_alive()
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 4);
        ModuleState.Save(module, folder["a"]);
        LeakCheck.AssertFlat(() =>
        {
            ModuleState.Load(module, folder["a"]);
            ModuleState.Save(module, folder["b"]);
        }, steps: 20, warmUp: 3);
    }
}
