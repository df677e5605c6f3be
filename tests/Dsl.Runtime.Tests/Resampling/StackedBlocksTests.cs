using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Ssm;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>
/// Ticks make sums of intervals exact, not the intervals themselves (docs/models/serpent.md).
/// From the second block on the two forms see inputs that
/// differ in float32's last digits, so ticks may differ, and with them a decision that is a few ticks from a whole point.
/// </summary>
public class StackedBlocksTests(ITestOutputHelper output)
{
    private const int Features = 48;
    private const int Blocks = 3;

    [Theory]
    [InlineData(ScalarType.Float64, 1000)]
    [InlineData(ScalarType.Float32, 3000)]
    public void The_first_block_decides_alike_and_later_ones_nearly_always(ScalarType type, int length)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(17);
        var blocks = Enumerable.Range(0, Blocks).Select(_ => new Block(type)).ToList();
        var u = randn(1, length, Features, type);
        var whole = u.alias();
        List<Tensor> expected = [];
        foreach (var block in blocks)
        {
            using var compressed = block.Compress(whole);
            expected.Add(compressed.Times[0].mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64));
            whole = block.forward(whole, null);
        }

        var states = blocks.ConvertAll(block => block.NewState(1));
        var ticks = blocks.ConvertAll(_ => new long[length]);
        var outputs = new List<Tensor>();
        for (var position = 0; position < length; position++)
        {
            using var step = NewDisposeScope();
            var x = u.select(1, position);
            for (var i = 0; i < Blocks; i++)
            {
                var before = Block.Phase(states[i]);
                x = blocks[i].Step(x, states[i]);
                var passed = Block.Phase(states[i]) - before;
                ticks[i][position] = passed <= 0 ? passed + Ticks.PerPoint : passed;
            }

            outputs.Add(x.MoveToOuterDisposeScope());
        }

        for (var i = 0; i < Blocks; i++)
        {
            var streamed = tensor(ticks[i]).cumsum(0);
            var others = streamed.diff(prepend: zeros(1, ScalarType.Int64)).ne(
                expected[i].diff(prepend: zeros(1, ScalarType.Int64))).sum().item<long>();
            var drift = streamed.sub(expected[i]).abs().max().item<long>();
            var decisions = streamed.div(Scalars.Of(Ticks.PerPoint), RoundingMode.floor).ne(
                expected[i].div(Scalars.Of(Ticks.PerPoint), RoundingMode.floor)).sum().item<long>();
            output.WriteLine(
                $"{type}, block {i}: {others} of {length} intervals in other ticks, clocks up to {drift} ticks apart, another point held "
                    + $"at {decisions} positions");
            if (i == 0 || type == ScalarType.Float64)
            {
                Assert.Equal((0, 0, 0), (others, drift, decisions));
            }
            else
            {
                // Float32's rounding is a few ticks of an interval: the clocks walk apart slowly, far below a point.
                Assert.InRange(drift, 1, Ticks.PerPoint / 1000);
                Assert.InRange(decisions, 0, length / 100);
            }
        }

        var error = stack(outputs, 1).sub(whole).abs().max().div(whole.abs().max()).to(ScalarType.Float64).item<double>();
        output.WriteLine($"{type}: outputs up to {error:E1} apart");
        foreach (var state in states)
        {
            state.Dispose();
        }
    }

    /// <summary>x + branch(norm(x)) with S4D over the points, as a generated block has it.</summary>
    private sealed class Block : StreamingLayer
    {
        private readonly SequenceRmsNorm norm;
        private readonly CausalCompression compression;
        private readonly S4D ssm;

        public Block(ScalarType type)
            : base(nameof(Block))
        {
            norm = new SequenceRmsNorm(Features).to(type);
            compression = new CausalCompression(Features, Features, 0.5, 4, 2).to(type);
            CompressionShape.Set(compression, "w_delta", 0.1);
            ssm = new S4D(
                Features,
                bidirectional: false,
                stateSize: 8,
                copies: 0,
                Initialisation.DiagonalLinear,
                Discretisation.ZeroOrderHold,
                deltaTied: true,
                0.001,
                0.1,
                1e-3,
                Activation.Gelu).to(type);
            RegisterComponents();
        }

        public CompressedSequence Compress(Tensor u) => compression.forward(norm.forward(u, null), null);

        public static long Phase(StreamState state) => state.All().Single(entry => entry.Path == "phase").Value.item<long>();

        public override Tensor forward(Tensor u, Tensor? lengths)
        {
            using var scope = NewDisposeScope();
            using var points = Compress(u);
            return u.Plus(points.Decompress(ssm.forward(points.Features, points.Counts))).MoveToOuterDisposeScope();
        }

        public override StreamState NewState(long batch) => compression.NewState(batch, ssm);

        public override Tensor Step(Tensor u, StreamState state)
        {
            using var scope = NewDisposeScope();
            var normed = norm.forward(u.unsqueeze(1), null).squeeze(1);
            return u.Plus(compression.Step(normed, ssm, state)).MoveToOuterDisposeScope();
        }
    }
}
