using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Attention in the blocks and models of the golden files: values and gradients, in both precisions.</summary>
public sealed class TransformerFixtureTests
{
    [FixtureTheory("transformer")]
    [MemberData(nameof(FixtureFiles.In), "transformer", MemberType = typeof(FixtureFiles))]
    public void Attention_agrees_with_the_golden_files(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            using var block = new OfficialBlock(fixture, dtype);
            if (fixture.Text("kind") == "layer")
            {
                CheckLayer(fixture, block, dtype);
            }
            else
            {
                CheckModel(fixture, block, dtype);
            }

            block.AssertGradients();
            fixture.AssertAllUsed();
        }
    }

    private static void CheckLayer(Fixture fixture, OfficialBlock block, ScalarType dtype)
    {
        var x = fixture.Tensor("in.x", dtype).requires_grad_(true);
        var lengths = fixture.Contains("in.padding_mask")
            ? fixture.Tensor("in.padding_mask").logical_not().to(ScalarType.Int64).sum([1])
            : null;
        var y = Layer(fixture, block, "")(x, lengths);
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
    }

    private static void CheckModel(Fixture fixture, OfficialBlock block, ScalarType dtype)
    {
        var (features, hasToken) = (fixture.Int("d_model", 0), fixture.Text("pooling") == "CLS");
        var ids = fixture.Tensor("in.ids");
        var embedding = nn.Embedding(fixture.Int("vocab", 0), features);
        var positions = new SequencePositions(
            features, fixture.Text("positions") == "learned" ? fixture.Tensor("param.pos_embedding").shape[0] : ids.shape[1],
            fixture.Text("positions") == "learned");
        block.Load(embedding, name => "embed." + name);
        block.Load(positions, _ => "pos_embedding");
        var none = zeros([1, fixture.Tensor("out.positions").shape[0], features], dtype);
        Tolerance.AssertClose(fixture, "out.positions", positions.forward(none, null).squeeze(0));

        var token = hasToken ? fixture.Tensor("param.cls", dtype).requires_grad_(true) : null;
        var states = embedding.call(ids);
        var lengths = ids.ne(Scalars.Zero).to(ScalarType.Int64).sum([1]);
        if (token is not null)
        {
            // The vector in front has the padding flag of the first symbol, which is no padding.
            states = cat([token.unsqueeze(0).expand(ids.shape[0], -1, -1), states], 1);
            lengths = lengths.Plus(1);
        }

        states = positions.forward(states, null);
        for (var i = 0; i < fixture.Int("layers", 0); i++)
        {
            states = Layer(fixture, block, $"layers.{i}.")(states, lengths);
        }

        var encoded = block.Norm("layernorm", features, "encoder_norm.", Epsilon(fixture)).forward(states, null);
        var pooled = hasToken ? encoded.select(1, 0) : encoded.mean([1]);
        var hidden = nn.Linear(features, fixture.Int("mlp_dim", 0));
        var head = nn.Linear(fixture.Int("mlp_dim", 0), fixture.Int("classes", 0));
        block.Load(hidden, name => "mlp." + name);
        block.Load(head, name => "logits." + name);
        var logits = head.call(nn.functional.relu(hidden.call(pooled)));
        (logits * fixture.Tensor("w.logits", dtype)).sum().Plus((encoded * fixture.Tensor("w.encoded", dtype)).sum()).backward();
        Tolerance.AssertClose(fixture, "out.logits", logits);
        Tolerance.AssertClose(fixture, "out.encoded", encoded);
        if (token is not null)
        {
            Tolerance.AssertClose(fixture, "grad.cls", token.grad);
        }
    }

    private static Func<Tensor, Tensor?, Tensor> Layer(Fixture fixture, OfficialBlock block, string prefix)
    {
        var features = fixture.Int("d_model", 0);
        var attention = block.Load(
            new Attention(features, 64, !fixture.Bool("causal", false), fixture.Int("heads", 1), window: 0, bias: true, dropout: 0),
            name => $"{prefix}self_attn.{name.Replace("in_proj.", "in_proj_", StringComparison.Ordinal)}");
        var first = block.Norm("layernorm", features, $"{prefix}norm1.", Epsilon(fixture));
        var second = block.Norm("layernorm", features, $"{prefix}norm2.", Epsilon(fixture));
        var forward = block.FeedForward(
            features,
            fixture.Int("mlp_dim", 0),
            fixture.Text("gelu") == "tanh" ? PointwiseFunction.TanhGelu : PointwiseFunction.Gelu,
            $"{prefix}linear1.",
            $"{prefix}linear2.");
        return (x, lengths) =>
        {
            var mixed = x.Plus(attention.forward(first.forward(x, null), lengths));
            return mixed.Plus(forward.call(second.forward(mixed, null)));
        };
    }

    private static double Epsilon(Fixture fixture) => fixture.Value("layer_norm_eps")!.Value.GetDouble();
}
