using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

public sealed class WindowProjectionTests
{
    [Fact]
    public void It_is_the_product_of_plain_operators_however_many_buffers_it_takes()
    {
        using var scope = NewDisposeScope();
        manual_seed(10);
        const long batch = 5, length = 700, features = 64, points = 600, window = 8, outputs = 4;
        var u = randn(batch, length, features, ScalarType.Float64);
        var weight = randn(outputs, window * features, ScalarType.Float64);
        var rows = randint(0, length, [batch, points, window], ScalarType.Int64);
        var masked = rand(batch, points, window).lt(Scalars.Of(0.1));
        var lossWeights = randn(batch * points, outputs, ScalarType.Float64);
        foreach (var mask in new[] { null, masked })
        {
            Tensor[] Gradients(Func<Tensor, Tensor, Tensor> project)
            {
                var (leafU, leafWeight) = (u.detach().clone().requires_grad_(), weight.detach().clone().requires_grad_());
                var y = project(leafU, leafWeight);
                y.mul(lossWeights).sum().backward();
                return [y.detach(), leafU.grad!, leafWeight.grad!];
            }

            var actual = Gradients((x, a) => WindowProjection.Apply(x, rows, mask, a));
            var expected = Gradients((x, a) =>
            {
                var flat = rows.Plus(TensorRange.Of(batch).mul(Scalars.Of(length)).view(-1, 1, 1)).view(-1);
                var windows = x.view(-1, features).index_select(0, flat).view(batch, points, window, features);
                windows = mask is null ? windows : windows.masked_fill(mask.unsqueeze(3), Scalars.Zero);
                return windows.view(batch * points, -1).mm(a.t());
            });
            for (var i = 0; i < expected.Length; i++)
            {
                Tolerance.AssertClose(expected[i], actual[i], 1e-13, $"{(mask is null ? "" : "masked ")}result {i}");
            }
        }
    }
}
