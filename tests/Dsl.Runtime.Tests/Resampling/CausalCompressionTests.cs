using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class CausalCompressionTests
{
    private static readonly string[] Learned = ["w_delta", "b", "mu", "A_c", "a_c"];

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void A_point_is_what_a_plain_loop_makes_it(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float64, seed: 21);
        CompressionShape.Set(layer, "b", 1.5);
        using var noGradient = no_grad();
        using var compressed = layer.forward(u, lengths);
        var outputs = randn(shape.Batch, compressed.Features.shape[1], 2, ScalarType.Float64);
        var widened = compressed.Decompress(outputs);
        var state = layer.state_dict();
        var gamma = state["gamma"].item<double>();
        for (var sample = 0L; sample < shape.Batch; sample++)
        {
            var (ticks, emitted) = (0L, 0L);
            var times = new List<double>();
            for (var position = 0L; position < lengths[sample].item<long>(); position++)
            {
                var logit = u[sample, position].mul(state["w_delta"]).sum().item<double>() + 1.5;
                var interval = shape.Rate / (1 + Math.Exp(-logit)) * Ticks.PerPoint;
                ticks += long.Clamp((long)Math.Round(interval, MidpointRounding.ToEven), 1, (long)(shape.Rate * Ticks.PerPoint));
                times.Add(ticks / (double)Ticks.PerPoint);
                if (ticks >= (emitted + 1) * Ticks.PerPoint)
                {
                    emitted++;
                    var rows = new List<Tensor>();
                    for (var other = position - shape.WindowSize + 1; other <= position; other++)
                    {
                        rows.Add(other < 0
                            ? zeros(shape.Features + shape.TimeBasis, ScalarType.Float64)
                            : cat([u[sample, other], state["mu"].neg().add(times[(int)other] - emitted).square().mul(-gamma).exp()]));
                    }

                    var expected = state["A_c"].mv(cat(rows)).add(state["a_c"]);
                    Tolerance.AssertClose(expected, compressed.Features[sample, emitted - 1], 1e-10, $"point {emitted} of sequence {sample}");
                    Assert.Equal(position - shape.WindowSize + 1, compressed.WindowStarts[sample, emitted - 1].item<long>());
                }

                var held = emitted == 0 ? zeros(2, ScalarType.Float64) : outputs[sample, emitted - 1];
                Assert.True(held.Equals(widened[sample, position]), $"sequence {sample} reads something else at {position}");
            }

            Assert.Equal(emitted, compressed.Counts[sample].item<long>());
            Assert.True(compressed.Features[sample].narrow(0, emitted, compressed.Features.shape[1] - emitted).eq(0).all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Counts_stay_within_the_rate_however_the_intervals_saturate(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        foreach (var (strength, bias) in new[] { (0.1, 0.0), (3, 0), (100, 0), (0, 200), (0, -200) })
        {
            var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float32, seed: 5);
            CompressionShape.Set(layer, "w_delta", strength);
            CompressionShape.Set(layer, "b", bias);
            using var compressed = layer.forward(u, lengths);
            Assert.All(
                compressed.Counts.data<long>().Zip(lengths.data<long>()),
                pair => Assert.InRange(pair.First, 0, (long)((decimal)shape.Rate * pair.Second)));
            var valid = SequenceMask.Of(lengths, shape.Length);
            Assert.All(
                compressed.Intervals.masked_select(valid).to(ScalarType.Float64).data<double>(),
                delta => Assert.InRange(delta, 1.0 / Ticks.PerPoint, shape.Rate));
            Assert.InRange(compressed.RealisedRate(), 0, shape.Rate);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(2)]
    public void Saturated_at_rate_one_it_hands_every_input_through_its_projection(int branchFeatures)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var layer = new CausalCompression(6, branchFeatures, compressionRate: 1, windowSize: 1, timeBasis: 2).to(ScalarType.Float64);
        CompressionShape.Set(layer, "b", 100);
        var projection = branchFeatures == 6 ? eye(6, dtype: ScalarType.Float64) : randn(branchFeatures, 6, ScalarType.Float64);
        using (no_grad())
        {
            layer.state_dict()["A_c"].copy_(cat([projection, zeros(branchFeatures, 2, ScalarType.Float64)], 1));
        }

        var inner = new DiagonalLayer(branchFeatures, 3).to(ScalarType.Float64);
        var branch = new CompressingBranch(layer, inner);
        var u = randn(3, 17, 6, ScalarType.Float64);
        var lengths = tensor(new long[] { 17, 4, 1 });
        using var compressed = layer.forward(u, lengths);
        Assert.Equal([17L, 4, 1], compressed.Counts.data<long>());
        Assert.Equal(1, compressed.RealisedRate(), 12);

        // Oracle 4: the branch is the plain layer behind the projection.
        var expected = SequenceMask.Apply(inner.forward(nn.functional.linear(u, projection, layer.state_dict()["a_c"]), lengths), lengths);
        Tolerance.AssertClose(expected, SequenceMask.Apply(branch.forward(u, lengths), lengths), 1e-14, "forward");
        Tolerance.AssertClose(expected, SequenceMask.Apply(Pieces.Run(branch, u, lengths, 5), lengths), 1e-14, "pieces");
        Tolerance.AssertClose(expected, SequenceMask.Apply(Pieces.Step(branch, u), lengths), 1e-14, "steps");
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Sequence_pieces_and_steps_agree(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        foreach (var (type, tolerance) in new[] { (ScalarType.Float64, 1e-12), (ScalarType.Float32, 2e-5) })
        {
            foreach (var bias in new[] { 0.0, 2, -3 })
            {
                var (layer, _, _) = shape.Make(shape.Causal, type, seed: 31);
                CompressionShape.Set(layer, "b", bias);
                var branch = new CompressingBranch(layer, new DiagonalLayer(shape.BranchFeatures, 3).to(type));
                StreamingForms.AssertAgree(branch, shape.Features, tolerance, shape.Batch, shape.Length);
            }
        }
    }

    [Theory]
    [InlineData("S4", ScalarType.Float64, 1e-10)]
    [InlineData("S4", ScalarType.Float32, 1e-4)]
    [InlineData("S4D", ScalarType.Float64, 1e-10)]
    [InlineData("S4D", ScalarType.Float32, 1e-4)]
    [InlineData("S5", ScalarType.Float64, 1e-10)]
    [InlineData("Mamba", ScalarType.Float64, 1e-10)]
    [InlineData("Mamba", ScalarType.Float32, 1e-4)]
    [InlineData("Mamba2", ScalarType.Float64, 1e-10)]
    public void Any_causal_backend_can_sit_inside(string backend, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        manual_seed(33);
        const int length = 90, branchFeatures = 4;
        var layer = new CausalCompression(6, branchFeatures, 0.5, 5, 2).to(type);
        CompressionShape.Set(layer, "w_delta", 1);
        StreamingLayer inner = backend switch
        {
            "S4" => new S4(branchFeatures, bidirectional: false, length / 2, stateSize: 8, copies: 1, Initialisation.LegS, rank: 1, 0.001, 0.1, PositiveTransform.Softplus, 1e-3, Activation.Gelu),
            "S4D" => new S4D(branchFeatures, bidirectional: false, stateSize: 8, Initialisation.DiagonalLinear, Discretisation.ZeroOrderHold, 0.001, 0.1, 1e-3, Activation.Gelu),
            "S5" => new S5(branchFeatures, bidirectional: false, stateSize: 8, blockSize: 4, conjugateSymmetry: true, Discretisation.ZeroOrderHold, S5OutputInitialisation.LecunNormal, clipEigenvalues: false, 0.001, 0.1, S5Activation.HalfGlu2, S5Preset.Official, S5OptimizerGroups.Standard, globalDelta: false, 1e-3),
            "Mamba" => new Mamba(branchFeatures, stateSize: 4, expand: 2, convWidth: 4, dtRank: 0, 0.001, 0.1, 1e-4, DeltaInitialisation.Random, 1, convBias: true, bias: false, residualLayers: 1),
            _ => new Mamba2(branchFeatures, stateSize: 4, expand: 2, headSize: 4, groups: 1, convWidth: 4, ssmFeatures: 0, 1, 16, 0.001, 0.1, 1e-4, 0, double.PositiveInfinity, skipPerChannel: false, gatedNorm: true, normBeforeGate: false, 0, convBias: true, bias: false, chunkLength: 16, residualLayers: 1),
        };
        StreamingForms.AssertAgree(new CompressingBranch(layer, inner.to(type)), features: 6, tolerance, batch: 3, length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Pieces_leave_the_state_that_steps_leave(int windowSize)
    {
        using var scope = NewDisposeScope();
        manual_seed(41);
        var layer = new CausalCompression(5, 3, 0.6, windowSize, 2).to(ScalarType.Float64);
        CompressionShape.Set(layer, "w_delta", 1);
        var branch = new CompressingBranch(layer, new DiagonalLayer(3, 2).to(ScalarType.Float64));
        var u = randn(3, 20, 5, ScalarType.Float64);
        using var stepped = branch.NewState(3);
        using var pieced = branch.NewState(3);
        foreach (var begin in new[] { 0L, 3, 9 })
        {
            // Rows advance by 0 to 6 inputs.
            var lengths = tensor(new long[] { 6, begin % 4, 0 });
            branch.Chunk(u.narrow(1, begin, 6), lengths, pieced);
            for (var position = 0L; position < 6; position++)
            {
                branch.StepRows(u.select(1, begin + position), lengths.gt(position), stepped);
            }

            foreach (var (expected, actual) in stepped.All().Zip(pieced.All()))
            {
                Assert.Equal(expected.Path, actual.Path);
                Tolerance.AssertClose(expected.Value, actual.Value, expected.Value.is_floating_point() ? 1e-13 : 0, $"{expected.Path} after {begin + 6}");
            }
        }
    }

    [Fact]
    public void Ticks_are_the_same_in_both_forms_over_thousands_of_steps()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(51);
        const int batch = 2, length = 4096;
        var layer = new CausalCompression(192, 2, 0.5, 2, 2);
        CompressionShape.Set(layer, "w_delta", 0.2);
        var inner = new DiagonalLayer(2, 1);
        var u = randn(batch, length, 192);
        using var compressed = layer.forward(u, null);
        var expected = compressed.Times.mul(Ticks.PerPoint).to(ScalarType.Int64);
        using var state = layer.NewState(batch, inner);
        var clock = zeros(batch, ScalarType.Int64);
        for (var position = 0L; position < length; position++)
        {
            using var step = NewDisposeScope();
            var before = state[3].clone();
            layer.Step(u.select(1, position), inner, state);
            var passed = state[3].sub(before);
            clock.add_(where(passed.le(0), passed.add(Ticks.PerPoint), passed));
            Assert.True(clock.Equals(expected.select(1, position)), $"the clocks differ after {position + 1} inputs");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Nothing_depends_on_a_later_input(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, _) = shape.Make(shape.Causal, ScalarType.Float64, seed: 61);
        CompressionShape.Set(layer, "w_delta", 2);
        var branch = new CompressingBranch(layer, new DiagonalLayer(shape.BranchFeatures, 2).to(ScalarType.Float64));
        u.requires_grad = true;
        for (var position = 0L; position < shape.Length; position++)
        {
            u.grad = null;
            branch.forward(u, null).select(1, position).square().sum().backward();
            var future = u.grad!.narrow(1, position + 1, shape.Length - position - 1);
            Assert.True(future.eq(0).all().item<bool>(), $"the output at {position} has a gradient from the future");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void A_prefix_alone_gives_the_beginning_of_the_whole(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (layer, u, _) = shape.Make(shape.Causal, ScalarType.Float64, seed: 71);
        CompressionShape.Set(layer, "w_delta", 2);
        var branch = new CompressingBranch(layer, new DiagonalLayer(shape.BranchFeatures, 2).to(ScalarType.Float64));
        var whole = branch.forward(u, null);
        using var compressed = layer.forward(u, null);
        for (var prefix = 1L; prefix < shape.Length; prefix++)
        {
            using var part = layer.forward(u.narrow(1, 0, prefix), null);
            var emitted = part.Counts.max().item<long>();
            Assert.True(part.Times.Equals(compressed.Times.narrow(1, 0, prefix)), $"other times with {prefix} inputs");
            Assert.True(part.Counts.Equals(ResamplingIndices.EmissionCounts(compressed.Times.narrow(1, 0, prefix))), $"other counts with {prefix} inputs");
            var starts = compressed.WindowStarts.narrow(1, 0, emitted);
            var valid = SequenceMask.Of(part.Counts, emitted);
            Assert.True(where(valid, part.WindowStarts.narrow(1, 0, emitted), starts).Equals(starts), $"other windows with {prefix} inputs");
            // Matrix products may round by where a row stands; nothing else may differ.
            Tolerance.AssertClose(whole.narrow(1, 0, prefix), branch.forward(u.narrow(1, 0, prefix), null), 1e-14, $"outputs of {prefix} inputs");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Padding_changes_nothing(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float32, seed: 6);
        CompressionShape.Set(layer, "w_delta", 2);
        var valid = SequenceMask.Of(lengths, shape.Length).unsqueeze(2);
        (Tensor Counts, Tensor Widened, Tensor Gradient) Run(Tensor input)
        {
            var leaf = input.detach().clone().requires_grad_();
            using var compressed = layer.forward(leaf, lengths);
            var widened = SequenceMask.Apply(compressed.Decompress(compressed.Features), lengths);
            widened.square().sum().backward();
            return (compressed.Counts.alias(), widened.detach().narrow(1, 0, shape.Length), leaf.grad!);
        }

        var expected = Run(u.where(valid, zeros_like(u)));
        foreach (var (name, input) in new[]
        {
            ("garbage", u.where(valid, randn_like(u).mul(1e6))),
            ("more padding", cat([u, randn(shape.Batch, 9, shape.Features)], 1)),
        })
        {
            var actual = Run(input);
            Assert.True(expected.Counts.Equals(actual.Counts), $"{name} changes the counts");
            Assert.True(expected.Widened.Equals(actual.Widened), $"{name} changes the outputs");
            Assert.True(expected.Gradient.Equals(actual.Gradient.narrow(1, 0, shape.Length)), $"{name} changes the gradient");
            Assert.True(SequenceMask.Apply(actual.Gradient, lengths).Equals(actual.Gradient), $"{name} gets a gradient");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Sequences_do_not_depend_on_their_place_in_the_batch(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float64, seed: 7);
        var branch = new CompressingBranch(layer, new DiagonalLayer(shape.BranchFeatures, 2).to(ScalarType.Float64));
        var order = arange(shape.Batch).flip(0);
        var expected = SequenceMask.Apply(branch.forward(u, lengths), lengths).index_select(0, order);
        var (permuted, permutedLengths) = (u.index_select(0, order), lengths.index_select(0, order));
        Tolerance.AssertClose(expected, SequenceMask.Apply(branch.forward(permuted, permutedLengths), permutedLengths), 1e-14, "forward");
        Tolerance.AssertClose(expected, SequenceMask.Apply(Pieces.Run(branch, permuted, permutedLengths, 4), permutedLengths), 1e-13, "pieces");
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Gradients_agree_with_differences_away_from_switches(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths, margin) = AwayFromSwitches(shape);
        Assert.True(margin > 1e-3, $"No seed has its decisions further than {margin} from switching.");
        u.requires_grad = true;
        var state = layer.state_dict();
        var pointWeights = randn(shape.Batch, shape.Length, shape.BranchFeatures, ScalarType.Float64);
        var inputWeights = randn(shape.Batch, shape.Length, shape.BranchFeatures, ScalarType.Float64);
        Tensor Loss()
        {
            using var inner = NewDisposeScope();
            using var compressed = layer.forward(u, lengths);
            var points = compressed.Features.shape[1];
            var direct = compressed.Features.mul(pointWeights.narrow(1, 0, points)).sum();
            var back = SequenceMask.Apply(compressed.Decompress(compressed.Features.tanh()), lengths).mul(inputWeights).sum();
            return (direct + back + compressed.Times.sin().mul(SequenceMask.Of(lengths, shape.Length)).sum()).MoveToOuterDisposeScope();
        }

        FiniteDifferences.AssertGradients(Loss, [("u", u), .. Learned.Select(name => (name, state[name]))], step: 1e-6, tolerance: 1e-6);
    }

    [Fact]
    public void Ticks_pass_the_gradient_of_the_unrounded_intervals()
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(2, 24, 5, 3, 0.5, 4, 3);
        Tensor[] Gradients(bool ticks)
        {
            var (layer, u, lengths, _) = AwayFromSwitches(shape);
            layer.IntegerTicks = ticks;
            using var compressed = layer.forward(u.requires_grad_(), lengths);
            compressed.Decompress(compressed.Features).square().sum().backward();
            return [u.grad!, .. Learned.Select(name => layer.state_dict()[name].grad!)];
        }

        foreach (var (rounded, plain) in Gradients(true).Zip(Gradients(false)))
        {
            Tolerance.AssertClose(plain, rounded, 1e-4, "a gradient");
            Assert.False(plain.Equals(rounded), "times were not rounded");
        }
    }

    [Fact]
    public void Intervals_learn_through_the_time_basis_alone()
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(2, 24, 5, 3, 0.5, 4, 3);
        var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float64, seed: 9);
        double HeadGradient()
        {
            layer.zero_grad();
            using var compressed = layer.forward(u, lengths);
            compressed.Features.square().sum().backward();
            return layer.state_dict()["b"].grad!.abs().item<double>();
        }

        Assert.True(HeadGradient() > 1e-6);
        using (no_grad())
        {
            layer.state_dict()["A_c"].view(shape.BranchFeatures, shape.WindowSize, -1).narrow(2, shape.Features, shape.TimeBasis).zero_();
        }

        Assert.Equal(0, HeadGradient());
    }

    [Fact]
    public void A_step_that_emits_nothing_leaves_the_inner_layer_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(81);
        var layer = new CausalCompression(4, 3, 0.25, 3, 2);
        CompressionShape.Set(layer, "b", 100);                         // a point every four inputs
        var inner = new DiagonalLayer(3, 2);
        using var state = layer.NewState(2, inner);
        var steps = Enumerable.Range(0, 12).Select(_ =>
        {
            layer.Step(randn(2, 4), inner, state).Dispose();
            return inner.Steps;
        });
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3], steps);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        Tensor[] Once()
        {
            manual_seed(11);
            var layer = new CausalCompression(32, 16, 0.5, 6, 2);
            var u = randn(4, 256, 32, requires_grad: true);
            using var compressed = layer.forward(u, null);
            compressed.Decompress(compressed.Features).square().sum().backward();
            return [compressed.Features.alias(), u.grad!, .. layer.parameters().Select(parameter => parameter.grad!)];
        }

        Assert.All(Once().Zip(Once()), pair => Assert.True(pair.First.Equals(pair.Second)));
    }

    [Fact]
    public void Neither_form_leaves_tensors_behind()
    {
        using var outer = NewDisposeScope();
        var layer = new CausalCompression(8, 4, 0.5, 4, 2);
        var branch = new CompressingBranch(layer, new DiagonalLayer(4, 2));
        var lengths = tensor(new long[] { 12, 7, 2 });
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            branch.forward(randn(3, 12, 8, requires_grad: true), lengths).square().sum().backward();
        }, steps: 60);
        using var state = branch.NewState(3);
        var (piece, one) = (randn(3, 12, 8), randn(3, 8));
        LeakCheck.AssertFlat(
            () =>
            {
                branch.Chunk(piece, lengths, state).Dispose();
                branch.Step(one, state).Dispose();
                branch.NewState(2).Dispose();
            },
            steps: 60);
    }

    [Fact]
    public void Initialisation_is_the_documented_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(12);
        var layer = new CausalCompression(192, 96, 0.5, 6, 200);
        var state = layer.state_dict();
        Assert.Equal(0, state["b"].item<float>());
        Assert.InRange(state["w_delta"].std().item<float>(), 0.016, 0.024);
        Assert.InRange(state["mu"].min().item<float>(), -2.5, -2.4);
        Assert.InRange(state["mu"].max().item<float>(), 0.4, 0.5);
        var spacing = 3.0 / 200;
        Assert.Equal(1 / (2 * spacing * spacing), state["gamma"].item<float>(), 1e-2);
        Assert.True(layer.IntegerTicks);
        var declared = typeof(CausalCompression).GetCustomAttributes(typeof(LayerParameterAttribute), false).Cast<LayerParameterAttribute>();
        Assert.Equal(layer.named_parameters().Select(parameter => parameter.name).Order(), declared.Select(parameter => parameter.Name).Order());
    }

    [Fact]
    public void The_declared_state_is_the_state()
    {
        using var layer = new CausalCompression(5, 3, 0.5, 4, 2);
        using var inner = new DiagonalLayer(3, 2);
        using var state = layer.NewState(1, inner);
        var declared = typeof(CausalCompression).GetCustomAttributes(typeof(LayerStateAttribute), false).Cast<LayerStateAttribute>();
        var actual = state.All().Where(entry => !entry.Path.StartsWith("ssm.", StringComparison.Ordinal)).ToList();
        Assert.Equal(declared.Select(tensor => tensor.Name).Order(), actual.Select(entry => entry.Path).Order());
        // 32-bit elements: three inputs of 5 features, three ages, a count and a phase of two each, three held features.
        Assert.Equal(4 * ((3 * 5) + (3 * 2) + 2 + 2 + 3), actual.Sum(entry => entry.Value.numel() * entry.Value.element_size()));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = new CausalCompression(4, 2, 0.5, 3, 2);
        var inner = new DiagonalLayer(2, 1);
        using var state = layer.NewState(2, inner);
        string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("[batch, length, 4], not [2, 5, 3]", Message(() => layer.forward(ones(2, 5, 3), null)), StringComparison.Ordinal);
        Assert.Contains("[batch, 4], not [2, 5, 4]", Message(() => layer.Step(ones(2, 5, 4), inner, state)), StringComparison.Ordinal);
        Assert.Contains("[batch, length, 4], not [2, 4]", Message(() => layer.Chunk(ones(2, 4), null, inner, state)), StringComparison.Ordinal);
        Assert.Contains("Float64", Message(() => layer.Step(ones(2, 4, ScalarType.Float64), inner, state)), StringComparison.Ordinal);
        Assert.Contains("2", Message(() => layer.Step(ones(3, 4), inner, state)), StringComparison.Ordinal);
        layer.IntegerTicks = false;
        Assert.Contains("clock is Int64", Message(() => layer.Chunk(ones(2, 1, 4), null, inner, state)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CausalCompression(4, 2, 1.5, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CausalCompression(4, 2, 0.5, 0, 2));
    }

    /// <summary>Unrounded times whose decisions all stand well away from a whole number of points.</summary>
    private static (CausalCompression Layer, Tensor U, Tensor Lengths, double Margin) AwayFromSwitches(CompressionShape shape)
    {
        for (var seed = 100; ; seed++)
        {
            var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float64, seed);
            layer.IntegerTicks = false;
            using var noGradient = no_grad();
            using var compressed = layer.forward(u, lengths);
            var margin = compressed.Times.sub(compressed.Times.round()).abs().add(compressed.Times.lt(0.5)).min().item<double>();
            if ((margin > 1e-3 && compressed.Counts.max().item<long>() > 0) || seed == 400)
            {
                return (layer, u, lengths, margin);
            }
        }
    }
}
