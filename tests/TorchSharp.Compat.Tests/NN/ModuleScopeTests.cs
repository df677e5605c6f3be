using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class ModuleScopeTests
{
    [Fact]
    public void LayersMadeInsideAScopeSurviveIt()
    {
        nn.Module[] layers;
        using (NewDisposeScope())
        {
            layers =
            [
                nn.Linear(2, 2), nn.Embedding(3, 2, padding_idx: 0), nn.LayerNorm(2), nn.BatchNorm1d(2), nn.Conv1d(2, 2, 3),
                nn.Sequential(nn.Linear(2, 2), nn.ReLU()),
            ];
        }
        foreach (var layer in layers)
        {
            Assert.NotEmpty(layer.parameters());
            Assert.All(layer.parameters(), parameter => Assert.False(parameter.IsInvalid));
            Assert.All(layer.buffers(), buffer => Assert.False(buffer.IsInvalid));
            layer.Dispose();
        }
    }

    [Fact]
    public void ConvertedLayersSurviveTheScopeToo()
    {
        using var layer = nn.BatchNorm1d(2);
        using (NewDisposeScope())
            layer.to(ScalarType.Float64);
        Assert.All(layer.parameters(), parameter => Assert.False(parameter.IsInvalid));
        Assert.All(layer.buffers(), buffer => Assert.False(buffer.IsInvalid));
    }

    [Fact]
    public void BareParameterDiesWithTheScopeUnlessDetached()
    {
        Parameter dying;
        Parameter kept;
        using (var scope = NewDisposeScope())
        {
            dying = new Parameter(ones(1));
            kept = new Parameter(ones(1));
            kept.DetachFromDisposeScope();
            Assert.Equal(1, scope.DisposablesCount);
        }
        Assert.True(dying.IsInvalid);
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }
}
