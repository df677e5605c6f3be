using SerpentDsl.Autograd;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

/// <summary>States through which gradients flow. That they are right is measured by <c>verify</c>, for every backend.</summary>
public class TrainingStateTests
{
    [Fact]
    public void Gradients_flow_until_the_state_is_detached()
    {
        using var scope = NewDisposeScope();
        var layer = Layer();
        var first = randn([2, 5, 4]).requires_grad_(true);
        using var state = layer.NewState(2).ForTraining();
        layer.Chunk(first, null, state);
        BackwardPass.Run(layer.Chunk(randn(2, 5, 4), null, state).sum());
        Assert.True(first.grad!.abs().sum().item<float>() > 0);

        layer.Chunk(first, null, state);
        state.Detach();
        first.grad = null;
        Assert.All(state.All(), entry => Assert.False(entry.Value.requires_grad));
        BackwardPass.Run(layer.Chunk(randn(2, 5, 4), null, state).sum());
        Assert.Null(first.grad);
    }

    [Fact]
    public void The_values_are_those_of_an_ordinary_state_and_without_gradients_nothing_is_recorded()
    {
        using var scope = NewDisposeScope();
        var layer = Layer();
        using StreamState training = layer.NewState(2).ForTraining(), ordinary = layer.NewState(2);
        var lengths = tensor(new long[] { 5, 2 });
        for (var piece = 0; piece < 2; piece++)
        {
            var u = randn(2, 5, 4);
            using var noGradient = no_grad();
            var (expected, actual) = (layer.Chunk(u, lengths, ordinary), layer.Chunk(u, lengths, training));
            Tolerance.AssertClose(expected[0], actual[0], 1e-6, "answers");
            Assert.All(
                ordinary.All().Zip(training.All()),
                pair => Tolerance.AssertClose(pair.First.Value, pair.Second.Value, 1e-6, pair.First.Path));
            Assert.False(actual.requires_grad);
        }
    }

    [Fact]
    public void Steps_and_layers_without_gradients_are_refused()
    {
        using var scope = NewDisposeScope();
        var layer = Layer();
        using var state = layer.NewState(2).ForTraining();
        Assert.Contains("takes no steps", Assert.Throws<InvalidOperationException>(() => layer.Step(randn(2, 4), state)).Message);

        using var stepwise = new MovingAverage(4);
        using var plain = StreamState.Of(("blocks.0", StreamState.Of(("ssm", stepwise.NewState(2)))));
        Assert.False(plain.CanTrain);
        Assert.Contains("pieces of blocks.0.ssm: override Chunk", Assert.Throws<NotSupportedException>(() => plain.ForTraining()).Message);
    }

    [Fact]
    public void Copies_and_rows_that_are_reset_or_kept_have_their_own_gradients()
    {
        using var scope = NewDisposeScope();
        var layer = Layer();
        var u = randn([2, 5, 4]).requires_grad_(true);
        using var state = layer.NewState(2).ForTraining();
        layer.Chunk(u, null, state);
        using var copy = state.Copy();
        Assert.True(copy.IsForTraining);
        copy.Reset(tensor(new[] { true, false }));
        BackwardPass.Run(layer.Chunk(randn(2, 3, 4), null, copy).sum());
        Assert.Equal(0, u.grad![0].abs().sum().item<float>());
        Assert.True(u.grad![1].abs().sum().item<float>() > 0);
    }

    private static Mamba Layer() => new(
        4, 3, 2, 3, 0, 0.001, 0.1, 1e-4, DeltaInitialisation.Random, 1, convBias: true, bias: false, residualLayers: 1);
}
