using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The causal compression in whole sequences, pieces and steps.</summary>
public sealed class CausalCompressionStreamingTests
{
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
            "S4" => new S4(
                branchFeatures,
                bidirectional: false,
                length / 2,
                stateSize: 8,
                copies: 1,
                Initialisation.LegS,
                rank: 1,
                0.001,
                0.1,
                PositiveTransform.Softplus,
                1e-3,
                Activation.Gelu),
            "S4D" => new S4D(
                branchFeatures,
                bidirectional: false,
                stateSize: 8,
                copies: 0,
                Initialisation.DiagonalLinear,
                Discretisation.ZeroOrderHold,
                deltaTied: true,
                0.001,
                0.1,
                1e-3,
                Activation.Gelu),
            "S5" => new S5(
                branchFeatures,
                bidirectional: false,
                stateSize: 8,
                blockSize: 4,
                conjugateSymmetry: true,
                Discretisation.ZeroOrderHold,
                S5OutputInitialisation.LecunNormal,
                clipEigenvalues: false,
                0.001,
                0.1,
                S5Activation.HalfGlu2,
                S5Preset.Official,
                S5OptimizerGroups.Standard,
                globalDelta: false,
                1e-3),
            "Mamba" => new Mamba(
                branchFeatures,
                stateSize: 4,
                expand: 2,
                convWidth: 4,
                dtRank: 0,
                0.001,
                0.1,
                1e-4,
                DeltaInitialisation.Random,
                1,
                convBias: true,
                bias: false,
                residualLayers: 1),
            _ => new Mamba2(
                branchFeatures,
                stateSize: 4,
                expand: 2,
                headSize: 4,
                groups: 1,
                convWidth: 4,
                ssmFeatures: 0,
                1,
                16,
                0.001,
                0.1,
                1e-4,
                0,
                double.PositiveInfinity,
                skipPerChannel: false,
                gatedNorm: true,
                normBeforeGate: false,
                0,
                convBias: true,
                bias: false,
                chunkLength: 16,
                residualLayers: 1,
                normPerGroup: true),
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
                branch.StepRows(u.select(1, begin + position), lengths.gt(Scalars.Of(position)), stepped);
            }

            foreach (var (expected, actual) in stepped.All().Zip(pieced.All()))
            {
                Assert.Equal(expected.Path, actual.Path);
                Tolerance.AssertClose(
                    expected.Value, actual.Value, expected.Value.is_floating_point() ? 1e-13 : 0, $"{expected.Path} after {begin + 6}");
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
        var expected = compressed.Times.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64);
        using var state = layer.NewState(batch, inner);
        var clock = zeros(batch, ScalarType.Int64);
        for (var position = 0L; position < length; position++)
        {
            using var step = NewDisposeScope();
            var before = state[3].clone();
            layer.Step(u.select(1, position), inner, state);
            var passed = state[3].sub(before);
            clock.AddInPlace(where(passed.le(Scalars.Zero), passed.Plus(Ticks.PerPoint), passed));
            Assert.True(clock.Equals(expected.select(1, position)), $"the clocks differ after {position + 1} inputs");
        }
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
    public void Neither_form_leaves_tensors_behind()
    {
        using var outer = NewDisposeScope();
        var layer = new CausalCompression(8, 4, 0.5, 4, 2);
        var branch = new CompressingBranch(layer, new DiagonalLayer(4, 2));
        var lengths = tensor(new long[] { 12, 7, 2 });
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            branch.forward(randn(3, 12, 8, requires_grad: true), lengths).Squared().sum().backward();
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
}
