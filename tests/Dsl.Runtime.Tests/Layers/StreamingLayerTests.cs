using SerpentDsl.Layers;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

/// <summary>What a streaming layer inherits.</summary>
public sealed class StreamingLayerTests
{
    [Theory]
    [InlineData(3, 23)]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public void Pieces_are_taken_step_by_step(long batch, long length)
    {
        using var layer = new MovingAverage(5);
        StreamingForms.AssertAgree(layer, 5, 1e-14, batch, length);
    }

    [Fact]
    public void A_step_of_some_rows_leaves_the_others_where_they_were()
    {
        using var scope = NewDisposeScope();
        using var layer = new MovingAverage(2);
        using var state = layer.NewState(2);
        var u = ones([2, 2], ScalarType.Float64);
        var y = layer.StepRows(u, tensor(new[] { false, true }), state);
        Assert.Equal(0.25, y[1, 0].item<double>());
        Assert.Equal([0, 0, 0.25, 0.25], state[0].data<double>().ToArray());
    }

    [Fact]
    public void A_step_into_given_memory_is_a_step()
    {
        using var scope = NewDisposeScope();
        using var layer = new MovingAverage(2);
        using StreamState one = layer.NewState(3), other = layer.NewState(3);
        Tensor u = randn([3, 2], ScalarType.Float64), output = zeros([3, 2], ScalarType.Float64);
        for (var token = 0; token < 3; token++)
        {
            Assert.Same(output, layer.Step(u, one, output));
            Assert.Equal(layer.Step(u, other), output);
        }

        Assert.Contains(
            "[3, 2], not [2, 2]",
            Assert.Throws<ArgumentException>(() => layer.Step(u, one, zeros([2, 2], ScalarType.Float64))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Float64", Assert.Throws<ArgumentException>(() => layer.Step(u, one, zeros(3, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_piece_that_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        using var layer = new MovingAverage(2);
        using var state = layer.NewState(2);
        var u = ones([2, 3, 2], ScalarType.Float64);
        Assert.Contains(
            "4 is outside 0 to 3", Assert.Throws<ArgumentException>(() => layer.Chunk(u, tensor(new[] { 1L, 4 }), state)).Message);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => layer.Chunk(u, tensor(new[] { -1L, 3 }), state)).Message);
        Assert.Throws<ArgumentException>(() => layer.Chunk(u, tensor(new[] { 1L }), state));
        Assert.Throws<ArgumentException>(() => layer.Chunk(u[0], null, state));
        Assert.Throws<ArgumentException>(() => layer.Chunk(zeros([2, 0, 2], ScalarType.Float64), null, state));
        Assert.Throws<ArgumentNullException>(() => layer.Chunk(u, null, null!));
        Assert.Equal(0, state[0].abs().sum().item<double>());
    }

    [Fact]
    public void No_gradient_flows_through_a_piece_and_no_tensor_outlives_it()
    {
        using var layer = new MovingAverage(2);
        using var state = layer.NewState(2);
        using Tensor u = ones([2, 3, 2], ScalarType.Float64), lengths = tensor(new[] { 0L, 3 });
        LeakCheck.AssertFlat(
            () =>
            {
                using var y = layer.Chunk(u, lengths, state);
                Assert.False(y.requires_grad);
            },
            steps: 20,
            warmUp: 5);
        Assert.All(state.All(), entry => Assert.False(entry.Value.requires_grad));
    }
}
