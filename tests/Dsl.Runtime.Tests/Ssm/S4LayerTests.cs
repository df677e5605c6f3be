using SerpentDsl.Io;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static SerpentDsl.Runtime.Tests.Ssm.S4Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The layers that a branch attribute names: S4 and S4D.</summary>
public sealed class S4LayerTests
{
    public static TheoryData<string, bool> Layers => S4Layers.All;

    [Theory]
    [MemberData(nameof(Layers))]
    public void Padding_and_what_stands_in_it_change_nothing(string name, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(name, bidirectional).to(ScalarType.Float64);
        long[] ends = [5, 11, 1];
        Tensor u = randn([3, 11, 6], ScalarType.Float64), lengths = tensor(ends);
        using (no_grad())
        {
            for (var b = 0; b < 3; b++)
            {
                u[b, (int)ends[b]..].fill_(Scalars.Of(double.NaN));
            }
        }

        u.requires_grad_(true);
        var y = layer.forward(u, lengths);
        var loss = zeros([], ScalarType.Float64);
        for (var b = 0; b < 3; b++)
        {
            var alone = layer.forward(u.detach().narrow(0, b, 1).narrow(1, 0, ends[b]), null);
            var valid = y.narrow(0, b, 1).narrow(1, 0, ends[b]);
            Tolerance.AssertClose(alone, valid, 1e-12, $"sequence {b}");
            loss = loss.Plus(valid.Squared().sum());
        }

        loss.backward();
        var gradient = u.grad!;
        Assert.False(gradient.isnan().any().item<bool>());
        Assert.Equal(0.0, gradient[0, 5..].abs().max().item<double>());
        Assert.All(layer.parameters(), parameter => Assert.False(parameter.grad!.isnan().any().item<bool>()));
    }

    [Theory]
    [InlineData(nameof(S4))]
    [InlineData(nameof(S4D))]
    [InlineData(SharedS4D)]
    public void Bidirectional_without_a_backward_kernel_is_causal(string name)
    {
        using var scope = NewDisposeScope();
        using SequenceLayer both = Make(name, true), causal = Make(name, false);
        Dictionary<string, Tensor> source = both.state_dict(), target = causal.state_dict();
        using (no_grad())
        {
            var c = name == nameof(S4) ? "kernel.C" : "C";
            source[c][1].fill_(Scalars.Zero);
            foreach (var (key, value) in target)
            {
                value.copy_(source[key].numel() == value.numel() ? source[key] : source[key][0].reshape(value.shape));
            }
        }

        var u = randn(2, 13, 6);
        Tolerance.AssertClose(causal.forward(u, null), both.forward(u, null), 1e-6, "y");
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_causal_layer_does_not_see_the_future_and_a_bidirectional_one_does(string name, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(name, bidirectional);
        var u = randn([1, 9, 6]).requires_grad_(true);
        layer.forward(u, null)[0, 3].sum().backward();
        double future = u.grad![0, 4..].abs().max().item<float>(), past = u.grad[0, 2].abs().max().item<float>();
        Assert.True(past > 1e-5);
        if (bidirectional)
        {
            Assert.True(future > 1e-5);
        }
        else
        {
            Assert.InRange(future, 0, 1e-6);
        }
    }

    [Fact]
    public void The_first_lengths_seen_leave_no_trace()
    {
        using var scope = NewDisposeScope();
        using var layer = MakeS4(6, true, 16, 1);
        var u = randn(2, 16, 6);
        var before = layer.forward(u, null);
        layer.forward(u.narrow(1, 0, 3), null);
        Tolerance.AssertClose(before, layer.forward(u, null), 0, "y after a shorter batch");
    }

    [Fact]
    public void A_sequence_longer_than_declared_is_refused()
    {
        using var scope = NewDisposeScope();
        using var layer = MakeS4(6, false, 16, 1);
        var message = Assert.Throws<ArgumentException>(() => layer.forward(zeros(1, 17, 6), null)).Message;
        Assert.Contains("17", message);
        Assert.Contains("maxLength", message);
        Assert.Throws<ArgumentException>(() => layer.forward(zeros(1, 16, 5), null));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Gradients_agree_with_differences(string name, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(name, bidirectional).to(ScalarType.Float64);
        Tensor u = randn([2, 5, 6], ScalarType.Float64).requires_grad_(true),
            weight = randn([2, 5, 6], ScalarType.Float64),
            lengths = tensor(new[] { 5L, 3 });
        FiniteDifferences.AssertGradients(
            () => (layer.forward(u, lengths) * weight).sum(),
            [("u", u), .. layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Live_tensors_are_as_many_after_200_steps(string name, bool bidirectional)
    {
        using var layer = Make(name, bidirectional);
        using Tensor u = randn(2, 12, 6), lengths = tensor(new[] { 12L, 7 });
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            layer.zero_grad();
            layer.forward(u, lengths).Squared().mean().backward();
        });
    }

    [Fact]
    public void A_layer_built_and_run_inside_a_scope_survives_it()
    {
        S4 layer;
        using (NewDisposeScope())
        {
            layer = MakeS4(6, true, 16, 1);
            layer.forward(randn(1, 4, 6), null);
        }

        using (layer)
        using (var u = randn(1, 4, 6))
        using (var y = layer.forward(u, null))
        {
            Assert.Equal([1, 4, 6], y.shape);
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_same_seed_gives_the_same_bits(string name, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        byte[][] runs =
        [
            .. Enumerable.Range(0, 2).Select(_ =>
            {
                manual_seed(11);
                var layer = Make(name, bidirectional);
                var y = layer.forward(randn(2, 16, 6), null);
                y.Squared().sum().backward();
                return (byte[])[
                    .. y.detach().contiguous().bytes, .. layer.parameters().SelectMany(p => p.grad!.contiguous().bytes.ToArray())
                ];
            }),
        ];
        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public void A_checkpoint_restores_the_tuned_length_too()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using S4 saved = MakeS4(6, true, 16, 1), loaded = MakeS4(6, true, 16, 1);
        ModuleState.Save(saved, folder["s4"]);
        ModuleState.Load(loaded, folder["s4"]);
        Assert.Contains("kernel.l_kernel", SafetensorsFile.Read(folder["s4"]).Names);
        var u = randn(2, 10, 6);
        Tolerance.AssertClose(saved.forward(u, null), loaded.forward(u, null), 0, "y");
    }

    [Theory]
    [InlineData(nameof(S4))]
    [InlineData(nameof(S4D))]
    [InlineData(SharedS4D)]
    public void Float64_refines_float32(string name)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(name, true);
        var u = randn(2, 16, 6);
        var single = layer.forward(u, null);
        Assert.Equal(ScalarType.Float32, single.dtype);
        var twice = layer.to(ScalarType.Float64).forward(u.to(ScalarType.Float64), null);
        Assert.Equal(ScalarType.Float64, twice.dtype);
        Tolerance.AssertClose(twice, single.to(ScalarType.Float64), 2e-6, "y");
    }

    [Fact]
    public void A_sequence_in_pieces_or_in_steps_is_the_whole_sequence_also_after_training()
    {
        using var scope = NewDisposeScope();
        using var layer = MakeS4(6, false, 16, 1).to(ScalarType.Float64);
        var u = randn([2, 16, 6], ScalarType.Float64);
        var optimizer = optim.SGD(layer.parameters(), 1e-3);
        for (var round = 0; round < 3; round++)
        {
            var whole = layer.forward(u, null);
            var state = zeros([2, 6, 4], ScalarType.ComplexFloat64);
            List<Tensor> pieces = [];
            foreach (var (from, length) in new[] { (0L, 7L), (7, 1), (8, 8) })
            {
                (var piece, state) = layer.ForwardFrom(u.narrow(1, from, length), null, state);
                pieces.Add(piece);
            }

            Tolerance.AssertClose(whole, cat([.. pieces], 1), 1e-10, $"pieces, round {round}");
            using var recurrence = layer.Recurrence(RecurrenceForm.LowRank);
            var stepped = recurrence.InitialState(2);
            List<Tensor> steps = [];
            for (long l = 0; l < 16; l++)
            {
                (var y, stepped) = layer.Step(recurrence, u.select(1, l), stepped);
                steps.Add(y);
            }

            Tolerance.AssertClose(whole, stack(steps, 1), 1e-10, $"steps, round {round}");
            Tolerance.AssertClose(state, stepped, 1e-10, $"state, round {round}");
            optimizer.zero_grad();
            whole.Squared().mean().backward();
            optimizer.step();
        }
    }

    [Fact]
    public void A_bidirectional_layer_refuses_to_run_in_pieces()
    {
        using var scope = NewDisposeScope();
        using var layer = MakeS4(6, true, 16, 1);
        Assert.Throws<InvalidOperationException>(() => layer.Recurrence(RecurrenceForm.Dense));
        Assert.Throws<InvalidOperationException>(
            () => layer.ForwardFrom(zeros(1, 4, 6), null, zeros([1, 6, 4], ScalarType.ComplexFloat32)));
    }
}
