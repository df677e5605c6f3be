using SerpentDsl.Architectures.Lra;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Architectures.Tests;

public sealed class CudaTests
{
    private const int Batch = 8;
    private const int Length = 60;

    [CudaFact]
    public void Logits_and_gradients_on_CUDA_are_those_of_the_CPU()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var here = new SerpentS4ListOpsQuick();
        using var there = new SerpentS4ListOpsQuick();
        there.load_state_dict(here.state_dict());
        there.to(CUDA);
        var (tokens, lengths, labels) = Draw();

        var expected = here.forward(tokens, lengths);
        var actual = there.forward(tokens.to(CUDA), lengths.to(CUDA));
        nn.functional.cross_entropy(expected, labels).backward();
        nn.functional.cross_entropy(actual, labels.to(CUDA)).backward();

        AssertClose("logits", expected, actual);
        foreach (((var name, var one), (_, var other)) in here.named_parameters().Zip(there.named_parameters()))
        {
            AssertClose(name, one.grad!, other.grad!);
        }
    }

    [CudaFact]
    public void Training_on_CUDA_learns_a_batch_and_leaks_nothing()
    {
        manual_seed(1);
        using var model = new SerpentS4ListOpsQuick();
        model.to(CUDA);
        using var optimizer = optim.AdamW(model.parameters(), 4e-3);
        List<float> losses = [];
        long liveAtTen = 0;
        for (var step = 1; step <= 200; step++)
        {
            using var scope = NewDisposeScope();
            manual_seed(2);
            var (tokens, lengths, labels) = Draw();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(tokens.to(CUDA), lengths.to(CUDA)), labels.to(CUDA));
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
            if (step == 10)
            {
                liveAtTen = LeakCheck.LiveTensors;
            }
            else if (step == 200)
            {
                Assert.Equal(liveAtTen, LeakCheck.LiveTensors);
            }
        }

        Assert.True(losses[^1] < 0.1 * losses[0], $"The loss went from {losses[0]} to {losses[^1]}.");
    }

    private static (Tensor Tokens, Tensor Lengths, Tensor Labels) Draw() => (
        randint(3, 18, [Batch, Length], ScalarType.Int64),
        randint(11, Length + 1, [Batch], ScalarType.Int64),
        randint(0, 10, [Batch], ScalarType.Int64));

    private static void AssertClose(string what, Tensor expected, Tensor actual)
    {
        var reference = expected.detach();
        var scale = double.Max(1e-6, reference.abs().max().item<float>());
        var error = (actual.detach().cpu() - reference).abs().max().item<float>() / scale;
        Assert.True(error < 2e-3, $"{what} differs by {error:0.0e+0} of its largest value.");
    }
}
