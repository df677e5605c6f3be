using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Mamba and Mamba-2 as layers: forms, padding, causality, initial values.</summary>
public sealed class MambaLayerTests
{
    private const int Features = 6;

    public static TheoryData<string> Variants => [.. s_variants.Keys];

    private static readonly Dictionary<string, Func<StreamingLayer>> s_variants = new()
    {
        ["mamba"] = () => Mamba(),
        ["mamba, biases, 3 taps, rank 5"] = () => Mamba(stateSize: 4, expand: 3, convWidth: 3, dtRank: 5, bias: true, convBias: false, initialisation: DeltaInitialisation.Constant),
        ["mamba, 1 tap, 1 state"] = () => Mamba(stateSize: 1, expand: 1, convWidth: 1),
        ["mamba-2"] = () => Mamba2(),
        ["mamba-2, 2 groups, no norm, biases"] = () => Mamba2(headSize: 3, groups: 2, gatedNorm: false, bias: true, convBias: false),
        ["mamba-2, norm first, skips per channel"] = () => Mamba2(groups: 3, normBeforeGate: true, skipPerChannel: true),
        ["mamba-2, half scanned, limits"] = () => Mamba2(headSize: 1, ssmFeatures: 6, leastDelta: 0.01, greatestDelta: 0.05, convRange: 0.5),
    };

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
        Tolerance.AssertClose(alone[0], state[0].narrow(0, 1, 1), 1e-10, "conv");
        Tolerance.AssertClose(alone[1], state[1].narrow(0, 1, 1), 1e-10, "ssm");
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
        Assert.Equal(0.0, u.grad![0, 8..].abs().max().item<double>());
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
                return (byte[])[.. y.detach().contiguous().bytes, .. layer.parameters().SelectMany(p => p.grad!.contiguous().bytes.ToArray())];
            }),
        ];
        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public void Mamba_starts_as_the_official_code_does()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using Mamba layer = new(64, 16, 2, 4, 0, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1, true, false, 4);
        var state = layer.state_dict();
        Tolerance.AssertClose(TensorRange.Of(1, 17, ScalarType.Float32).log().repeat(128, 1), state["A_log"], 0, "A_log");
        Tolerance.AssertClose(ones(128), state["D"], 0, "D");
        var tau = state["dt_proj.bias"].Softplus();
        AssertRange(tau, 0.00099, 0.101);
        Assert.True(tau.min().item<float>() < 0.002 && tau.max().item<float>() > 0.05);
        AssertRange(state["dt_proj.weight"], -0.5, 0.5); // rank 4
        Assert.True(state["dt_proj.weight"].abs().max().item<float>() > 0.49);
        AssertRange(state["conv1d.weight"], -0.5, 0.5);
        AssertRange(state["in_proj.weight"], -0.125, 0.125);
        AssertRange(state["out_proj.weight"], -0.5 / Math.Sqrt(128), 0.5 / Math.Sqrt(128));
        Assert.True(state["out_proj.weight"].max().item<float>() > 0.49 / Math.Sqrt(128));
        using Mamba constant = new(64, 16, 2, 4, 0, 1e-6, 1e-5, 1e-4, DeltaInitialisation.Constant, 3, true, false, 1);
        Tolerance.AssertClose(full([128, 4], Scalars.Of(1.5f)), constant.state_dict()["dt_proj.weight"], 0, "constant weights");
        Tolerance.AssertClose(full([128], Scalars.Of(1e-4f)), constant.state_dict()["dt_proj.bias"].Softplus(), 1e-3, "floor");
    }

    [Fact]
    public void Mamba2_starts_as_the_official_code_does()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = Mamba2(headSize: 1, convRange: 0.01);
        var state = layer.state_dict();
        AssertRange(state["A_log"].exp(), 1, 16.001);
        AssertRange(state["dt_bias"].Softplus(), 0.00099, 0.101);
        AssertRange(state["conv1d.weight"], -0.01, 0.01);
        Tolerance.AssertClose(ones(12), state["D"], 0, "D");
        Tolerance.AssertClose(ones(12), state["norm.weight"], 0, "norm");
    }

    [Fact]
    public void Decay_and_skip_are_trained_without_weight_decay()
    {
        using var scope = NewDisposeScope();
        using var first = Mamba();
        using var second = Mamba2();
        Assert.All(new[] { "A_log", "D" }, name => Assert.Equal(new OptimizerHint(null, 0), first.HintFor(name)));
        Assert.All(new[] { "A_log", "D", "dt_bias" }, name => Assert.Equal(new OptimizerHint(null, 0), second.HintFor(name)));
        Assert.Equal(default, first.HintFor("other"));
        Assert.Equal(default, second.HintFor("other"));
    }

    [Fact]
    public void The_parameters_count_as_the_reference_says()
    {
        using var scope = NewDisposeScope();
        using Mamba first = new(512, 16, 2, 4, 0, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1, true, false, 1);
        Assert.Equal(1_694_720, first.parameters().Sum(parameter => parameter.numel())); // 6.25 D² + 110 D
        const int d = 768, inner = 2 * d, n = 128, heads = inner / 64;
        using Mamba2 second = new(d, n, 2, 64, 1, 4, 0, 1, 16, 1e-3, 1e-1, 1e-4, 0, double.PositiveInfinity, false, true, false, 0, true, false, 64, 1);
        Assert.Equal((d * ((2 * inner) + (2 * n) + heads)) + ((inner + (2 * n)) * 5) + (3 * heads) + inner + (inner * d), second.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(typeof(MambaBranchAttribute), typeof(Mamba))]
    [InlineData(typeof(Mamba2BranchAttribute), typeof(Mamba2))]
    public void Every_option_of_the_attribute_reaches_the_constructor_and_has_one_default(Type attribute, Type layer)
    {
        Assert.Equal(layer, attribute.GetCustomAttribute<BranchLayerAttribute>()!.Layer);
        var parameters = Assert.Single(layer.GetConstructors()).GetParameters();
        Assert.DoesNotContain(parameters, parameter => parameter.HasDefaultValue);
        var options = BranchOptions.Of(attribute);
        Assert.Equal(
            options.Select(option => char.ToLowerInvariant(option.Name[0]) + option.Name[1..]).Order(),
            parameters.Select(parameter => parameter.Name!).Where(name => name != "features").Order());
        Assert.All(options, option => Assert.Equal(option.PropertyType, option.GetCustomAttribute<DefaultValueAttribute>()!.Value!.GetType()));
    }

    [Fact]
    public void Options_and_shapes_that_make_no_layer_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>(() => Mamba(stateSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mamba(convWidth: 0));
        Assert.Throws<ArgumentException>(() => new Mamba(6, 4, 2, 4, 0, 0.1, 0.01, 1e-4, DeltaInitialisation.Random, 1, true, false, 1));
        Assert.Contains("heads of 5", Assert.Throws<ArgumentException>(() => Mamba2(headSize: 5)).Message);
        Assert.Contains("5 groups", Assert.Throws<ArgumentException>(() => Mamba2(groups: 5)).Message);
        Assert.Throws<ArgumentException>(() => Mamba2(ssmFeatures: 14));
        Assert.Throws<ArgumentException>(() => Mamba2(leastDelta: 2, greatestDelta: 1));
        using StreamingLayer layer = Mamba();
        Assert.Contains("[batch, length, 6]", Assert.Throws<ArgumentException>(() => layer.forward(zeros(1, 4, 5), null)).Message);
        using var state = layer.NewState(2);
        Assert.Contains("of 2 sequences, the input of 3", Assert.Throws<ArgumentException>(() => layer.Step(zeros(3, 6), state)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.NewState(0));
    }

    private static void AssertRange(Tensor values, double least, double greatest)
    {
        Assert.InRange(values.min().item<float>(), (float)least, (float)greatest);
        Assert.InRange(values.max().item<float>(), (float)least, (float)greatest);
    }

    private static StreamingLayer Make(string variant, ScalarType type)
    {
        manual_seed(11);
        var layer = s_variants[variant]();
        using (no_grad())
        {
            // Large steps, so that states forget and gradients are no rounding errors.
            foreach (var (name, parameter) in layer.named_parameters())
            {
                if (name is "dt_proj.bias" or "dt_bias")
                {
                    parameter.normal_();
                }
            }
        }

        return layer.to(type);
    }

    private static Mamba Mamba(
        int stateSize = 8, int expand = 2, int convWidth = 4, int dtRank = 0, bool bias = false, bool convBias = true,
        DeltaInitialisation initialisation = DeltaInitialisation.Random) =>
        new(Features, stateSize, expand, convWidth, dtRank, 1e-3, 1e-1, 1e-4, initialisation, 1, convBias, bias, 1);

    private static Mamba2 Mamba2(
        int headSize = 4, int groups = 1, int ssmFeatures = 0, double leastDelta = 0, double greatestDelta = double.PositiveInfinity, bool skipPerChannel = false,
        bool gatedNorm = true, bool normBeforeGate = false, double convRange = 0, bool convBias = true, bool bias = false) =>
        new(Features, 5, 2, headSize, groups, 4, ssmFeatures, 1, 16, 1e-3, 1e-1, 1e-4, leastDelta, greatestDelta, skipPerChannel, gatedNorm, normBeforeGate,
            convRange, convBias, bias, chunkLength: 8, residualLayers: 1);
}
