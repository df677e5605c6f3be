using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>SeqBoat against the official code: values, gradients and steps, in both precisions.</summary>
public sealed class SeqBoatFixtureTests
{
    [FixtureTheory("seqboat")]
    [MemberData(nameof(FixtureFiles.In), "seqboat", MemberType = typeof(FixtureFiles))]
    public void SeqBoat_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            using var block = new OfficialBlock(fixture, dtype);
            var isFirst = fixture.Bool("prenorm", true);
            var layer = block.Load(Layer(fixture), name => name);
            var norm = block.Norm(fixture.Text("norm_type")!, fixture.Int("embed_dim", 0), "norm.norm.");
            var given = fixture.Tensor("in.x", dtype).requires_grad_(true);
            var x = given.transpose(0, 1);
            var lengths = fixture.Contains("in.padding_mask")
                ? fixture.Tensor("in.padding_mask").logical_not().to(ScalarType.Int64).sum([1])
                : null;
            var read = isFirst ? norm.forward(x, null) : x;
            var y = Finish(layer.forward(read, lengths));
            (y.transpose(0, 1) * fixture.Tensor("w.y", dtype)).sum().backward();
            Tolerance.AssertClose(fixture, "out.y", y.transpose(0, 1));
            Tolerance.AssertClose(fixture, "grad.in.x", given.grad);
            block.AssertGradients();
            CheckRouter(fixture, layer, read, lengths);
            if (fixture.Contains("out.step_y"))
            {
                using var noGradient = no_grad();
                using var state = layer.NewState(x.shape[0]);
                var steps = Enumerable.Range(0, (int)x.shape[1]).Select(position => layer.Step(read.select(1, position), state));
                Tolerance.AssertClose(fixture, "out.step_y", Finish(stack([.. steps], 1)).transpose(0, 1));
            }

            fixture.AssertAllUsed();

            Tensor Finish(Tensor output)
            {
                var sum = nn.functional.silu(x.Plus(output));
                return isFirst ? sum : norm.forward(sum, null);
            }
        }
    }

    private static void CheckRouter(Fixture fixture, SeqBoat layer, Tensor read, Tensor? lengths)
    {
        using var noGradient = no_grad();
        var children = layer.named_children().ToDictionary(child => child.name, child => child.module);
        var m = nn.functional.silu(((DampedAverage)children["move"]).Of(read, lengths));
        Tolerance.AssertClose(fixture, "out.mx", m.transpose(0, 1));
        var logits = ((TorchSharp.Modules.Linear)children["hx_proj"]).call(m).narrow(2, 0, 2);
        var (active, gate) = ((ActiveRouter)children["q_router"]).Decide(logits, lengths);
        Tolerance.AssertClose(fixture.Tensor("out.active"), active.to(ScalarType.Byte), 0, $"{fixture.Name}: active");
        Tolerance.AssertClose(fixture, "out.gate", gate);
    }

    private static SeqBoat Layer(Fixture fixture) => new(
        fixture.Int("embed_dim", 0),
        maxLength: fixture.Int("max_positions", 0),
        bidirectional: fixture.Bool("bidirectional", true),
        queryFeatures: fixture.Int("zdim", 0),
        valueFeatures: fixture.Int("hdim", 0),
        stateSize: (int)fixture.Tensor("param.move.gamma").shape[1],
        window: Math.Max(0, fixture.Int("window", 0)),
        localPositions: fixture.Bool("local_pos", false),
        attentionFunction: fixture.Text("attention_activation") switch
        {
            "softmax" => AttentionFunction.Softmax,
            "laplace" => AttentionFunction.Laplace,
            _ => AttentionFunction.SquaredRelu,
        },
        dropout: 0,
        readsUnread: true);
}
