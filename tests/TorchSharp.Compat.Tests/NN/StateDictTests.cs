using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class StateDictTests
{
    [Fact]
    public void ParametersOfTheWholeTreeComeBeforeTheBuffers()
    {
        using var model = nn.Sequential(("norm", nn.BatchNorm1d(2)), ("out", nn.Linear(2, 1)));
        Assert.Equal(
            ["norm.weight", "norm.bias", "out.weight", "out.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"],
            model.state_dict().Keys);
        Assert.Equal("model.norm.weight", model.state_dict(prefix: "model").Keys.First());
    }

    [Fact]
    public void LoadingCopiesValues()
    {
        using var source = new Sample();
        using var target = new Sample();
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.NotSame(source.first.weight, target.first.weight);
        Numerics.AssertClose(Numerics.Values(source.first.weight), target.first.weight);
        Assert.True(target.first.weight.requires_grad);
    }

    [Fact]
    public void StrictLoadingRefusesOtherNames()
    {
        using var model = nn.Linear(2, 1);
        using var value = ones(1, 2);
        using var other = ones(1);
        var state = new Dictionary<string, Tensor> { ["weight"] = value, ["extra"] = other };
        Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));
        var (missing, unexpected) = model.load_state_dict(state, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Numerics.AssertClose([1, 1], model.weight);
    }

    [Fact]
    public void SkippedNamesAreNeitherMissingNorUnexpectedNorLoaded()
    {
        using var model = nn.Linear(2, 1);
        var bias = Numerics.Values(model.bias!);
        using var weight = ones(1, 2);
        using var other = zeros(1);
        var state = new Dictionary<string, Tensor> { ["weight"] = weight, ["bias"] = other, ["extra"] = other };
        var (missing, unexpected) = model.load_state_dict(state, skip: ["bias", "extra"]);
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Numerics.AssertClose(bias, model.bias!);
        Numerics.AssertClose([1, 1], model.weight);
    }

    [Fact]
    public void FileRoundTrip()
    {
        using var source = nn.Sequential(("norm", nn.BatchNorm1d(2)), ("out", nn.Linear(2, 1)));
        using var target = nn.Sequential(("norm", nn.BatchNorm1d(2)), ("out", nn.Linear(2, 1)));
        using (NewDisposeScope())
            source.call(Numerics.Normal(1, 5, 2).to(ScalarType.Float32));
        var path = Path.GetTempFileName();
        try
        {
            source.save(path);
            var loaded = new Dictionary<string, bool>();
            target.load(path, loadedParameters: loaded);
            Assert.Equal(source.state_dict().Keys, loaded.Keys);
            Assert.All(loaded.Values, Assert.True);
        }
        finally
        {
            File.Delete(path);
        }
        foreach (var (key, value) in source.state_dict())
            Numerics.AssertClose(Numerics.Values(value), target.state_dict()[key], 0);
    }

    [Fact]
    public void FileOfAnotherModelIsRefused()
    {
        using var source = nn.Linear(2, 1);
        using var shorter = nn.Linear(2, 1, hasBias: false);
        using var wider = nn.Linear(3, 1);
        using var precise = nn.Linear(2, 1, dtype: ScalarType.Float64);
        var bytes = new MemoryStream();
        source.save(bytes);
        Assert.Throws<ArgumentException>(() => shorter.load(new MemoryStream(bytes.ToArray())));
        Assert.Throws<ArgumentException>(() => wider.load(new MemoryStream(bytes.ToArray())));
        Assert.Throws<ArgumentException>(() => precise.load(new MemoryStream(bytes.ToArray())));
        shorter.load(new MemoryStream(bytes.ToArray()), strict: false);
        Numerics.AssertClose(Numerics.Values(source.weight), shorter.weight, 0);
    }

    [Fact]
    public void ModulesWriteTheNumberOfEntriesThenNameTypeShapeAndBytes()
    {
        using var model = nn.Linear(2, 1, hasBias: false);
        using var values = tensor(new[,] { { 1f, 2f } });
        model.load_state_dict(new Dictionary<string, Tensor> { ["weight"] = values });
        var stream = new MemoryStream();
        model.save(stream);
        byte[] expected = [1, 6, .. "weight"u8, (byte)ScalarType.Float32, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
        Assert.Equal(expected, stream.ToArray());
    }
}
