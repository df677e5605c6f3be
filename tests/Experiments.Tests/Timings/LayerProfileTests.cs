using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Timings;
using SerpentDsl.Experiments.Timings.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Timings;

public sealed class LayerProfileTests
{
    [Fact]
    public void Every_layer_has_its_share()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var spec = TinySerpent.Spec;
        var rows = LayerRow.Of(spec.Layers);
        var (fused, reference) = LayerProfile.Of(spec, rows, 2, 24, 2, default);
        foreach (var profile in new[] { fused, reference })
        {
            Assert.Equal(rows.Select(row => row.Name).Append(LayerWatch.Rest).Order(), profile.Rows.Keys.Order());
            Assert.All(profile.Rows, row => Assert.True(row.Value is { ForwardMs: > 0, BackwardMs: >= 0 }, row.Key));
            Assert.All(
                rows.Where(row => row.Layer.Kind != "Embedding"), row => Assert.True(profile.Rows[row.Name].BackwardMs > 0, row.Name));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Watching_changes_no_gradient()
    {
        using var scope = NewDisposeScope();
        var spec = TinySerpent.Spec;
        manual_seed(3);
        using var watched = new TrainedModel(spec);
        manual_seed(3);
        using var alone = new TrainedModel(spec);
        manual_seed(4);
        var (input, targets) = alone.Batch(3, 24);
        var watch = new LayerWatch(
            watched.Module, spec.Layers.ToDictionary(layer => layer.Name, layer => layer.Kind), ofMemory: false)
        { IsOn = true };
        manual_seed(5);
        watched.Backward(input, targets);
        manual_seed(5);
        alone.Backward(input, targets);
        Assert.NotEmpty(watch.Take());
        foreach ((Tensor one, Tensor other) in watched.Module.parameters().Zip(alone.Module.parameters()))
        {
            Assert.Equal(other.grad!.data<float>().ToArray(), one.grad!.data<float>().ToArray());
        }
    }

    [Fact]
    public void Memory_in_use_is_counted_where_the_allocator_tells()
    {
        if (NativeHeap.InUse is not { } before)
        {
            return;
        }

        const int Mebibytes = 8;
        using var x = ones(Mebibytes << 18);
        Assert.InRange(NativeHeap.InUse!.Value - before, (Mebibytes - 1) << 20, (Mebibytes + 2) << 20);
    }
}
