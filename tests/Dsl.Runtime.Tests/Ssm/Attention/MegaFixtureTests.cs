using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Mega against the official code: values, gradients and states, in both precisions.</summary>
public sealed class MegaFixtureTests
{
    [FixtureTheory("mega")]
    [MemberData(nameof(FixtureFiles.In), "mega", MemberType = typeof(FixtureFiles))]
    public void Mega_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            using var block = new OfficialBlock(fixture, dtype);
            CheckLayer(fixture, block, dtype);
            block.AssertGradients();

            // The weights of the attention are no result of the layer; a wrong one would make a wrong output.
            fixture.AssertAllUsed("out.attn");
        }
    }

    [FixtureTheory("mega-ema")]
    [MemberData(nameof(FixtureFiles.In), "mega-ema", MemberType = typeof(FixtureFiles))]
    public void The_damped_average_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            using var block = new OfficialBlock(fixture, dtype);
            var average = block.Load(
                new DampedAverage(
                    fixture.Int("embed_dim", 0),
                    fixture.Int("ndim", 0),
                    fixture.Bool("bidirectional", false),
                    fixture.Int("truncation", 0)),
                name => name);
            var x = fixture.Tensor("in.x", dtype).requires_grad_(true);
            var y = nn.functional.silu(average.Of(x.transpose(0, 1), Lengths(fixture))).transpose(0, 1);
            (y * fixture.Tensor("w.y", dtype)).sum().backward();
            Tolerance.AssertClose(fixture, "out.y", y);
            Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
            block.AssertGradients();
            if (fixture.Contains("out.step_y"))
            {
                CheckSteps(fixture, average, x);
            }

            // The kernel and its factors are no results of the layer; wrong ones would make a wrong output.
            fixture.AssertAllUsed("out.kernel", "out.p", "out.q");
        }
    }

    private static void CheckSteps(Fixture fixture, DampedAverage average, Tensor x)
    {
        using var noGradient = no_grad();
        var (length, batch) = (x.shape[0], x.shape[1]);
        var (steps, last) = Run(Enumerable.Repeat(1L, (int)length));
        Tolerance.AssertClose(fixture, "out.step_y", steps);
        Tolerance.AssertClose(fixture, "out.step_final_state", last);
        Tolerance.AssertClose(fixture, "out.chunked_y", Run([length / 2, length - (length / 2)]).Output);

        (Tensor Output, Tensor State) Run(IEnumerable<long> pieces)
        {
            var state = average.NewState(batch);
            var outputs = new List<Tensor>();
            long start = 0;
            foreach (var piece in pieces)
            {
                (var output, state) = average.Continue(x.narrow(0, start, piece).transpose(0, 1), null, state);
                outputs.Add(nn.functional.silu(output).transpose(0, 1));
                start += piece;
            }

            return (cat(outputs, 0), state);
        }
    }

    private static void CheckLayer(Fixture fixture, OfficialBlock block, ScalarType dtype)
    {
        var features = fixture.Int("embed_dim", 0);
        var (isBlock, width) = (fixture.Text("kind") != "layer", fixture.Int("ffn_hidden_dim", 0));
        var prefix = isBlock ? "mega_layer." : "";
        var isFirst = fixture.Bool("prenorm", true);
        var layer = block.Load(Layer(fixture), name => prefix + name);
        var norm = block.Norm(fixture.Text("norm_type")!, features, $"{prefix}norm.norm.");
        var forwardNorm = isBlock ? block.Norm(fixture.Text("norm_type")!, features, "nffn.norm.norm.") : null;
        var forward = isBlock ? block.FeedForward(features, width, PointwiseFunction.Silu, "nffn.fc1.", "nffn.fc2.") : null;

        // Time first in the files.
        var given = fixture.Tensor("in.x", dtype).requires_grad_(true);
        var x = given.transpose(0, 1);
        var lengths = Lengths(fixture);
        var read = isFirst ? norm.forward(x, null) : x;
        var y = Finish(x.Plus(layer.forward(read, lengths, x)));
        (y.transpose(0, 1) * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y.transpose(0, 1));
        Tolerance.AssertClose(fixture, "grad.in.x", given.grad);
        CheckAverage(fixture, layer, read, lengths);
        if (fixture.Contains("out.step_y"))
        {
            using var state = layer.NewState(x.shape[0]);
            using var noGradient = no_grad();
            var output = zeros(x.shape[0], features, dtype: dtype);
            var steps = Enumerable.Range(0, (int)x.shape[1]).Select(
                position => layer.Step(read.select(1, position), state, x.select(1, position), output).clone());
            Tolerance.AssertClose(fixture, "out.step_y", Finish(x.Plus(stack([.. steps], 1))).transpose(0, 1));
            Tolerance.AssertClose(fixture, "out.step_ema_state", state[0]);
            if (fixture.Contains("out.step_prev_key"))
            {
                var kept = fixture.Tensor("out.step_prev_key").shape[1];
                Tolerance.AssertClose(fixture, "out.step_prev_key", state[1].narrow(1, 0, kept));
                Tolerance.AssertClose(fixture, "out.step_prev_value", state[2].narrow(1, 0, kept));
            }
        }

        Tensor Finish(Tensor sum)
        {
            var states = isFirst ? sum : norm.forward(sum, null);
            if (forward is null || forwardNorm is null)
            {
                return states;
            }

            return isFirst
                ? states.Plus(forward.call(forwardNorm.forward(states, null)))
                : forwardNorm.forward(states.Plus(forward.call(states)), null);
        }
    }

    private static void CheckAverage(Fixture fixture, Mega layer, Tensor read, Tensor? lengths)
    {
        using var noGradient = no_grad();
        var average = (DampedAverage)layer.named_children().Single(child => child.name == "move").module;
        Tolerance.AssertClose(fixture, "out.ema", nn.functional.silu(average.Of(read, lengths)).transpose(0, 1));
    }

    private static Tensor? Lengths(Fixture fixture) => fixture.Contains("in.padding_mask")
        ? fixture.Tensor("in.padding_mask").logical_not().to(ScalarType.Int64).sum([1])
        : null;

    private static Mega Layer(Fixture fixture) => new(
        fixture.Int("embed_dim", 0),
        maxLength: fixture.Int("max_positions", 0),
        bidirectional: fixture.Bool("bidirectional", true),
        queryFeatures: fixture.Int("zdim", 0),
        valueFeatures: fixture.Int("hdim", 0),
        stateSize: fixture.Int("ndim", 0),
        chunkLength: Math.Max(0, fixture.Int("chunk_size", 0)),
        attentionFunction: fixture.Text("attention_activation") switch
        {
            "softmax" => AttentionFunction.Softmax,
            "laplace" => AttentionFunction.Laplace,
            _ => AttentionFunction.SquaredRelu,
        },
        relativeBias: fixture.Text("rel_pos_bias") == "rotary" ? RelativeBiasKind.Rotary : RelativeBiasKind.Simple,
        dropout: 0,
        truncation: fixture.Int("truncation", 0));
}
