using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.BatchNorms;

/// <summary>The fused batch normalisation in float32 against the plain one in float64, from the same numbers.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class FusedBatchNormTests
{
    /// <summary>A few roundings of float32 (6e-8 each) beside statistics in float64; gradients are differences of terms some times as
    /// large.</summary>
    private const double FloatTolerance = 1e-6;

    [Theory]
    [InlineData(1, 1, 1, 0.0)]
    [InlineData(3, 7, 5, 1.0)]
    [InlineData(2, 256, 16, -3.0)]
    [InlineData(4, 257, 33, 1.0)]
    [InlineData(2, 700, 192, 50.0)]
    public void Values_and_gradients_agree_with_the_plain_form(int batch, int length, int features, double mean)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        Tensor x = randn(batch, features, length).Plus(mean).transpose(1, 2), weights = randn(batch, length, features);
        var lengths = randint(1, length + 1, [batch], ScalarType.Int64);
        foreach (var given in new[] { lengths, null })
        {
            var (y, others) = Run(x, given, weights);
            var (expected, exact) = Run(x.to(ScalarType.Float64), given, weights.to(ScalarType.Float64));
            var tolerance = FloatTolerance * (1 + Math.Abs(mean));
            Tolerance.AssertClose(expected, y.to(ScalarType.Float64), tolerance, "y");
            Assert.Equal(0, (y - SequenceMask.Apply(y, given)).abs().max().item<float>());
            foreach (var (name, wanted) in exact)
            {
                Tolerance.AssertClose(wanted, others[name].to(ScalarType.Float64), 10 * tolerance, name);
            }
        }
    }

    [Fact]
    public void Sequences_without_a_valid_position_count_nothing()
    {
        using var scope = NewDisposeScope();
        var x = randn(3, 4, 6);
        using var some = new SequenceBatchNorm(6);
        using var all = new SequenceBatchNorm(6);
        Tensor y = some.forward(x, tensor(new long[] { 0, 4, 4 })), expected = all.forward(x.narrow(0, 1, 2), null);
        Assert.Equal(expected.data<float>(), y.narrow(0, 1, 2).data<float>());
        Assert.All(y.select(0, 0).data<float>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_batch_without_any_valid_position_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 4, 6).requires_grad_(true);
        using var norm = new SequenceBatchNorm(6);
        var y = norm.forward(x, tensor(new long[] { 0, 0 }));
        y.sum().backward();
        Tensor[] all = [y, x.grad!, .. norm.named_parameters().Select(member => member.parameter.grad!)];
        Assert.All(all, tensor => Assert.Equal(0, tensor.abs().max().item<float>()));
        var buffers = norm.named_buffers().ToDictionary(buffer => buffer.name, buffer => buffer.buffer);
        Assert.All(buffers["running_mean"].data<float>(), value => Assert.Equal(0, value));
        Assert.All(buffers["running_var"].data<float>(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Runs_are_equal_to_the_last_bit_whatever_the_number_of_threads_and_leave_no_tensor()
    {
        var threads = get_num_threads();
        manual_seed(6);
        using Tensor x = randn(5, 600, 40).requires_grad_(true), lengths = tensor(new long[] { 600, 3, 255, 256, 257 });
        using var norm = new SequenceBatchNorm(40);
        byte[]? first = null;
        var run = 0;
        try
        {
            LeakCheck.AssertFlat(() =>
            {
                using var scope = NewDisposeScope();
                set_num_threads(1 + (run++ % 2));
                x.grad = null;
                var y = norm.forward(x, lengths);
                y.sin().sum().backward();
                var bits = cat([y.flatten(), x.grad!.flatten()], 0).bytes.ToArray();
                first ??= bits;
                Assert.Equal(first, bits);
            });
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static (Tensor Y, Dictionary<string, Tensor> Others) Run(Tensor x, Tensor? lengths, Tensor weights)
    {
        manual_seed(3);
        var norm = new SequenceBatchNorm(x.shape[2]);
        using (no_grad())
        {
            foreach (var tensor in norm.state_dict().Values)
            {
                tensor.copy_(rand_like(tensor).Plus(0.5));
            }
        }

        norm.to(x.dtype);
        Tensor leaf = x.detach().clone().requires_grad_(true), y = norm.forward(leaf, lengths);
        (SequenceMask.Apply(y, lengths) * weights).sum().backward();
        var others = norm.named_buffers().ToDictionary(buffer => buffer.name, buffer => buffer.buffer);
        foreach (var (name, parameter) in norm.named_parameters())
        {
            others.Add($"gradient of {name}", parameter.grad!);
        }

        others.Add("gradient of x", leaf.grad!);
        return (y.detach(), others);
    }
}
