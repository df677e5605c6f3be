using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class TiedProjectionTests
{
    [Fact]
    public void It_projects_by_the_table_it_is_given()
    {
        using var scope = NewDisposeScope();
        using var projection = new TiedProjection();
        Tensor x = randn(2, 3, 4), table = randn(5, 4);
        Assert.Empty(projection.parameters());
        Assert.True(x.view(6, 4).mm(table.t()).view(2, 3, 5).allclose(projection.call(x, table)));
        Assert.Contains(
            "not [2, 3, 4]", Assert.Throws<ArgumentException>(() => projection.call(x, ones(5, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("not [4]", Assert.Throws<ArgumentException>(() => projection.call(x, ones(4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_table_starts_small()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var embedding = TiedProjection.Embedding(200, 100);
        Assert.InRange(embedding.weight!.std().item<float>(), 0.0195f, 0.0205f);
        Assert.True(embedding.weight!.requires_grad);
    }
}
