using SerpentDsl.Native;
using SerpentDsl.Testing;
using static SerpentDsl.Runtime.Tests.Ssm.SelectiveLayers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Layers whose recurrences have coefficients from the input: forms, padding, causality, gradients.</summary>
public sealed class SelectiveLayerTests
{
    public static TheoryData<string> Variants => SelectiveLayers.Variants;

    [Theory]
    [MemberData(nameof(Variants))]
    public void Whole_sequences_pieces_and_steps_compute_the_same(string variant)
    {
        foreach (var (type, tolerance) in new[] { (ScalarType.Float64, 1e-10), (ScalarType.Float32, 2e-5) })
        {
            using var scope = NewDisposeScope();
            using var layer = Make(variant, type);
            foreach (var length in new[] { 1L, 2, 9, 31 })
            {
                StreamingForms.AssertAgree(layer, Features, tolerance, batch: 1 + (length % 3), length: length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Rows_of_a_piece_advance_by_their_own_lengths(string variant)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(variant, ScalarType.Float64);
        var u = randn([3, 9, Features], ScalarType.Float64);
        long[][] advances = [[4, 0, 9], [0, 2, 0], [5, 3, 0]];
        using var state = layer.NewState(3);
        List<Tensor>[] outputs = [[], [], []];
        long[] read = [0, 0, 0];
        foreach (var advance in advances)
        {
            // Every row brings its own next inputs; what follows them is NaN.
            var piece = full([3, 9, Features], Scalars.Of(double.NaN), ScalarType.Float64);
            for (var row = 0; row < 3; row++)
            {
                piece[row, ..(int)advance[row]].copy_(u[row].narrow(0, read[row], advance[row]));
            }

            var y = layer.Chunk(piece, tensor(advance), state);
            for (var row = 0; row < 3; row++)
            {
                outputs[row].Add(y[row].narrow(0, 0, advance[row]));
                read[row] += advance[row];
            }
        }

        Assert.Equal([9L, 5, 9], read);
        var whole = layer.forward(u, null);
        for (var row = 0; row < 3; row++)
        {
            Tolerance.AssertClose(whole[row].narrow(0, 0, read[row]), cat(outputs[row], 0), 1e-10, $"row {row}");
        }

        using var alone = layer.NewState(1);
        layer.Chunk(u[1, ..5].unsqueeze(0), null, alone);
        foreach (var ((path, expected), (_, actual)) in alone.All().Zip(state.All()))
        {
            Tolerance.AssertClose(expected, actual.narrow(0, 1, 1), 1e-10, path);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Padding_and_what_stands_in_it_change_nothing(string variant)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(variant, ScalarType.Float64);
        long[] ends = [5, 11, 1];
        var u = randn([3, 11, Features], ScalarType.Float64);
        for (var row = 0; row < 3; row++)
        {
            u[row, (int)ends[row]..].fill_(Scalars.Of(double.NaN));
        }

        u.requires_grad_(true);
        Tensor y = layer.forward(u, tensor(ends)), loss = zeros([], ScalarType.Float64);
        for (var row = 0; row < 3; row++)
        {
            var valid = y.narrow(0, row, 1).narrow(1, 0, ends[row]);
            Tolerance.AssertClose(layer.forward(u.detach().narrow(0, row, 1).narrow(1, 0, ends[row]), null), valid, 1e-12, $"row {row}");
            loss = loss.Plus(valid.Squared().sum());
        }

        loss.backward();
        Assert.True(u.grad!.isfinite().all().item<bool>());
        Assert.Equal(0.0, u.grad[0, 5..].abs().max().item<double>());
        Assert.All(layer.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void No_output_depends_on_a_later_input(string variant)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(variant, ScalarType.Float64);
        var u = randn([1, 20, Features], ScalarType.Float64).requires_grad_(true);
        layer.forward(u, null)[0, 7].sum().backward();

        // Mamba-3 reads a part of a key a position too early and takes it off again: zero up to rounding.
        var largest = u.grad!.abs().max().item<double>();
        Assert.InRange(u.grad[0, 8..].abs().max().item<double>(), 0, 1e-14 * largest);
        Assert.True(u.grad[0, ..8].abs().sum([-1]).min().item<double>() > 0);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Gradients_agree_with_differences(string variant)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(variant, ScalarType.Float64);
        Tensor u = randn([2, 4, Features], ScalarType.Float64).requires_grad_(true), weights = randn([2, 4, Features], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (layer.forward(u, null) * weights).sum(),
            [("u", u), .. layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter))],
            tolerance: 2e-5);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Live_tensors_are_as_many_after_many_steps(string variant)
    {
        using var layer = Make(variant, ScalarType.Float32);
        using Tensor u = randn(2, 12, Features), lengths = tensor(new[] { 12L, 7 });
        using var state = layer.NewState(2);
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            layer.zero_grad();
            layer.forward(u, lengths).Squared().mean().backward();
            layer.Step(u.select(1, 0), state);
            layer.Chunk(u, lengths, state);
        }, steps: 60);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Gradients_flow_through_pieces(string variant)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(variant, ScalarType.Float64);
        Tensor u = randn([2, 11, Features], ScalarType.Float64), weights = randn([2, 11, Features], ScalarType.Float64);
        (layer.forward(u, null) * weights).sum().backward();
        var whole = layer.parameters().Select(parameter => parameter.grad!.clone()).ToArray();
        layer.zero_grad();
        using var state = layer.NewState(2).ForTraining();
        Tensor first = layer.Chunk(u.narrow(1, 0, 4), null, state), second = layer.Chunk(u.narrow(1, 4, 7), null, state);
        (cat([first, second], 1) * weights).sum().backward();
        foreach (var ((name, parameter), expected) in layer.named_parameters().Zip(whole))
        {
            Tolerance.AssertClose(expected, parameter.grad!, 1e-9, name);
        }
    }

    [Fact]
    public void Streaming_keeps_no_memory_and_no_gradient()
    {
        using var layer = Make("mamba", ScalarType.Float32);
        using var state = layer.NewState(1);
        using var u = randn(1, Features);
        LeakCheck.AssertFlat(() =>
        {
            using var y = layer.Step(u, state);
            Assert.False(y.requires_grad);
        }, steps: 100);
        Assert.Equal(4 * Features * 2 * (4 + 8), state.Bytes);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_same_seed_gives_the_same_bits(string variant)
    {
        using var scope = NewDisposeScope();
        byte[][] runs =
        [
            .. Enumerable.Range(0, 2).Select(_ =>
            {
                var layer = Make(variant, ScalarType.Float32);
                var y = layer.forward(randn(2, 30, Features), null);
                y.Squared().sum().backward();
                return (byte[])[
                    .. y.detach().contiguous().bytes, .. layer.parameters().SelectMany(p => p.grad!.contiguous().bytes.ToArray())
                ];
            }),
        ];
        Assert.Equal(runs[0], runs[1]);
    }
}
