using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The layers with attention: streaming forms, windows, padding, memory, and what they refuse.</summary>
public sealed class AttentionLayerTests
{
    public static TheoryData<string, double> Streams()
    {
        var data = new TheoryData<string, double>();
        foreach (var name in s_causal.Keys)
        {
            data.Add(name, 1e-10);
            data.Add(name, 1e-4);
        }

        return data;
    }

    private static readonly Dictionary<string, Func<StreamingLayer>> s_causal = new()
    {
        ["attention"] = () => new Attention(6, 64, bidirectional: false, heads: 3, window: 0, bias: true, dropout: 0),
        ["attention in a window"] = () => new Attention(6, 64, bidirectional: false, heads: 2, window: 4, bias: false, dropout: 0),
        ["attention in a window of one"] = () => new Attention(6, 64, bidirectional: false, heads: 1, window: 1, bias: true, dropout: 0),
        ["mega"] = () => MegaOf(0, AttentionFunction.Softmax, RelativeBiasKind.Simple),
        ["mega in chunks"] = () => MegaOf(5, AttentionFunction.Softmax, RelativeBiasKind.Rotary),
        ["mega by laplace in chunks"] = () => MegaOf(4, AttentionFunction.Laplace, RelativeBiasKind.Simple),
        ["mega by squares"] = () => MegaOf(0, AttentionFunction.SquaredRelu, RelativeBiasKind.Rotary),
        ["seqboat"] = () => BoatOf(4, false, AttentionFunction.Softmax),
        ["seqboat by local positions"] = () => BoatOf(3, true, AttentionFunction.Softmax),
        ["seqboat by laplace"] = () => BoatOf(2, true, AttentionFunction.Laplace),
        ["seqboat without a window"] = () => BoatOf(0, false, AttentionFunction.SquaredRelu),
        ["learned positions"] = () => new SequencePositions(6, 64, learned: true),
        ["sinusoidal positions"] = () => new SequencePositions(6, 64, learned: false),
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Whole_sequences_pieces_and_steps_agree(string name, double tolerance)
    {
        manual_seed(5);
        using var layer = (StreamingLayer)TorchSharp.ModuleExtensionMethods.to(
            (nn.Module)s_causal[name](), tolerance < 1e-6 ? ScalarType.Float64 : ScalarType.Float32);
        StreamingForms.AssertAgree(layer, 6, tolerance);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(false, 5)]
    [InlineData(true, 3)]
    [InlineData(true, 1)]
    public void A_window_is_what_a_mask_over_all_positions_says(bool bidirectional, int window)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var local = (Attention)TorchSharp.ModuleExtensionMethods.to(
            (nn.Module)new Attention(4, 32, bidirectional, heads: 2, window, bias: true, dropout: 0), ScalarType.Float64);
        var x = randn([2, 13, 4], ScalarType.Float64);
        var lengths = tensor(new long[] { 13, 8 });
        var named = local.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        var parts = nn.functional.linear(x, named["in_proj.weight"], named["in_proj.bias"]).chunk(3, -1)
            .Select(part => part.view(2, 13, 2, 2).transpose(1, 2)).ToArray();
        var steps = TensorRange.Of(13);
        var distances = steps.unsqueeze(0).sub(steps.unsqueeze(1));
        var read = distances.abs().lt(Scalars.Of(window));
        read = bidirectional ? read : read.logical_and(distances.le(Scalars.Zero));
        read = read.unsqueeze(0).unsqueeze(0).logical_and(SequenceMask.Of(lengths, 13).view(2, 1, 1, 13));
        var weights = parts[0].matmul(parts[1].transpose(-1, -2)).mul(Scalars.Of(Math.Sqrt(0.5)))
            .masked_fill(read.logical_not(), Scalars.Of(-1e30)).softmax(-1);
        var expected = nn.functional.linear(
            weights.matmul(parts[2]).transpose(1, 2).flatten(2), named["out_proj.weight"], named["out_proj.bias"]);
        Tolerance.AssertClose(
            SequenceMask.Apply(expected, lengths), SequenceMask.Apply(local.forward(x, lengths), lengths), 1e-12, "attention in a window");
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("attention in a window")]
    [InlineData("mega")]
    [InlineData("mega in chunks")]
    [InlineData("seqboat")]
    [InlineData("chord")]
    public void A_sequence_gives_the_same_alone_and_in_a_padded_batch(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var layer = (SequenceLayer)TorchSharp.ModuleExtensionMethods.to((nn.Module)Bidirectional(name), ScalarType.Float64);
        var x = randn([3, 11, 6], ScalarType.Float64);
        long[] lengths = [11, 7, 3];
        var all = layer.forward(x, tensor(lengths));
        for (var row = 0; row < lengths.Length; row++)
        {
            var alone = layer.forward(x.narrow(0, row, 1).narrow(1, 0, lengths[row]), null)[0];
            Tolerance.AssertClose(alone, all[row].narrow(0, 0, lengths[row]), 1e-12, $"row {row}");
        }
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("attention in a window")]
    [InlineData("mega")]
    [InlineData("mega in chunks")]
    [InlineData("seqboat")]
    [InlineData("chord")]
    public void Passes_leave_no_tensors_behind(string name)
    {
        using var layer = Bidirectional(name);
        using var x = randn(2, 9, 6);
        using var lengths = tensor(new long[] { 9, 4 });
        LeakCheck.AssertFlat(
            () =>
            {
                using var scope = NewDisposeScope();
                layer.forward(x, lengths).sum().backward();
            },
            steps: 20, warmUp: 5);
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        foreach (var make in s_causal.Values)
        {
            using var layer = make();
            using var state = layer.NewState(2);
            using var x = randn(2, 6);
            LeakCheck.AssertFlat(() => layer.Step(x, state).Dispose(), steps: 20, warmUp: 5);
        }
    }

    [Fact]
    public void A_bidirectional_layer_says_that_it_cannot_stream()
    {
        foreach (var layer in new[] { "attention", "mega", "seqboat" }.Select(Bidirectional).Cast<StreamingLayer>())
        {
            Assert.Contains("cannot stream", Assert.Throws<InvalidOperationException>(() => layer.NewState(1)).Message);
            layer.Dispose();
        }
    }

    [Fact]
    public void Mega_says_which_length_is_too_long()
    {
        using var layer = Bidirectional("mega");
        using var x = randn(1, 65, 6);
        Assert.Contains("at most 64 positions, not 65", Assert.Throws<ArgumentException>(() => layer.forward(x, null)).Message);
    }

    [Fact]
    public void Every_distance_is_a_sum_of_the_chords_shifts()
    {
        using var scope = NewDisposeScope();
        const int length = 16;
        var reached = eye(length, dtype: ScalarType.Float64).unsqueeze(0);
        for (var track = 1; track < Chord.Tracks(length); track++)
        {
            // One track that stays and one that is shifted: what a position reads after a block.
            var shifted = reached.roll(-(1L << (track - 1)), 1);
            reached = reached.Plus(shifted);
        }

        Assert.True(reached.eq(Scalars.One).all().item<bool>());
    }

    [Fact]
    public void Tracks_that_do_not_share_the_features_are_refused()
    {
        var message = Assert.Throws<ArgumentException>(() => new Chord(12, 16, 4, 0)).Message;
        Assert.Contains("12 features cannot be shared equally by the 5 tracks", message);
    }

    private static SequenceLayer Bidirectional(string name) => name switch
    {
        "attention" => new Attention(6, 64, bidirectional: true, heads: 2, window: 0, bias: true, dropout: 0),
        "attention in a window" => new Attention(6, 64, bidirectional: true, heads: 2, window: 3, bias: true, dropout: 0),
        "mega" => new Mega(6, 64, true, 4, 8, 2, 0, AttentionFunction.Softmax, RelativeBiasKind.Simple, 0),
        "mega in chunks" => new Mega(6, 64, true, 4, 8, 2, 4, AttentionFunction.Laplace, RelativeBiasKind.Simple, 0),
        "seqboat" => new SeqBoat(6, 64, true, 4, 8, 2, 3, true, AttentionFunction.Laplace, 0),
        "chord" => new Chord(6, 32, 8, dropout: 0),
        _ => throw new ArgumentException($"There is no layer '{name}'."),
    };

    private static Mega MegaOf(int chunk, AttentionFunction function, RelativeBiasKind bias) =>
        new(6, 64, bidirectional: false, 4, 8, 3, chunk, function, bias, dropout: 0);

    private static SeqBoat BoatOf(int window, bool local, AttentionFunction function) =>
        new(6, 64, bidirectional: false, 4, 8, 3, window, local, function, dropout: 0);
}
