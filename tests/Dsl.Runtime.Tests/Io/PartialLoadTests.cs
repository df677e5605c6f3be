using SerpentDsl.Io;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class PartialLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_fits_is_loaded_and_the_rest_is_listed()
    {
        using var scope = NewDisposeScope();
        var (saved, module) = (Module(("a", nn.Linear(3, 4)), ("b", nn.Linear(4, 2)), ("gone", nn.Linear(1, 1))),
            Module(("a", nn.Linear(3, 4)), ("b", nn.Linear(4, 5)), ("fresh", nn.Linear(2, 2))));
        var before = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var load = ModuleState.LoadMatching(module, Saved(saved), "file");
        Assert.Equal(["a.weight", "a.bias"], load.Loaded);
        Assert.Equal(["fresh.weight [2, 2]", "fresh.bias [2]"], load.New);
        Assert.Equal(
            ["b.weight is F32 [2, 4] in the file, Float32 [5, 4] in model", "b.bias is F32 [2] in the file, Float32 [5] in model"],
            load.Differing);
        Assert.Equal(["gone.weight", "gone.bias"], load.Unused);
        Assert.Equal(
            "2 tensors loaded, 2 that differ and 2 that are new keep their initial values, 2 of the file are not used",
            load.Lines().First());
        foreach (var (name, value) in module.state_dict())
        {
            Tolerance.AssertClose(load.Loaded.Contains(name) ? saved.state_dict()[name] : before[name], value, 0, name);
        }
    }

    [Fact]
    public void Excepted_names_keep_their_values_and_other_types_are_converted()
    {
        using var scope = NewDisposeScope();
        var (saved, module) = (
            Module(("a", nn.Linear(3, 4)), ("head", nn.Linear(4, 2))), Module(("a", nn.Linear(3, 4)), ("head", nn.Linear(4, 2))));
        saved.to(ScalarType.BFloat16);
        var load = ModuleState.LoadMatching(module, Saved(saved), "file", name => name.StartsWith("head.", StringComparison.Ordinal));
        Assert.Equal(["a.weight", "a.bias"], load.Loaded);
        Assert.Equal(["head.weight [2, 4]", "head.bias [2]"], load.New);
        Tolerance.AssertClose(saved.state_dict()["a.weight"].to(ScalarType.Float32), module.state_dict()["a.weight"], 0, "a.weight");
    }

    [Fact]
    public void A_file_of_which_nothing_fits_is_refused()
    {
        using var scope = NewDisposeScope();
        var problem = Assert.Throws<SafetensorsException>(
            () => ModuleState.LoadMatching(Module(("a", nn.Linear(3, 4))), Saved(Module(("b", nn.Linear(3, 4)))), "other.safetensors"));
        Assert.Contains("other.safetensors has no parameter that fits model by name and shape; nothing was loaded.", problem.Message);
    }

    private SafetensorsFile Saved(nn.Module module)
    {
        ModuleState.Save(module, _folder["saved.safetensors"]);
        return SafetensorsFile.Read(_folder["saved.safetensors"]);
    }

    private static nn.Module Module(params (string Name, nn.Module Part)[] parts) => new Parts(parts);

    private sealed class Parts : nn.Module
    {
        public Parts((string Name, nn.Module Part)[] parts)
            : base("model")
        {
            foreach (var (name, part) in parts)
            {
                register_module(name, part);
            }
        }
    }
}
