using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>
/// Expects the text to count up, the more surely the more tokens it has read: the logit of the token read plus one is a quarter of their
/// number, all others are 0. Its losses follow from the text and the context alone.
/// </summary>
internal class PositionCounter : nn.Module<Tensor, Tensor>, ILanguageModel
{
    private const double Certainty = 0.25;

    public PositionCounter()
        : base(nameof(PositionCounter))
    {
    }

    public nn.Module Module => this;

    /// <summary>The loss of one prediction.</summary>
    /// <param name="token">The token read last.</param>
    /// <param name="next">The one that follows.</param>
    /// <param name="read">How many were read.</param>
    public static double Loss(int token, int next, long read)
    {
        var logit = Certainty * read;
        return Math.Log(Math.Exp(logit) + 9) - ((token + 1) % 10 == next ? logit : 0);
    }

    public override Tensor forward(Tensor tokens) => forward(tokens, null);

    public Tensor forward(Tensor tokens, Tensor? lengths) => Answer(tokens, before: zeros(tokens.shape[0], dtype: ScalarType.Int64));

    protected static Tensor Answer(Tensor tokens, Tensor before)
    {
        var read = before.unsqueeze(1).Plus(TensorRange.Of(1, tokens.shape[1] + 1).unsqueeze(0));
        return nn.functional.one_hot(tokens.Plus(1) % Scalars.Of(10), 10).to(ScalarType.Float32) * (
            read.to(ScalarType.Float32) * Scalars.Of(Certainty)).unsqueeze(2);
    }

    /// <summary>The same with a streaming form.</summary>
    internal sealed class Streaming : PositionCounter, IStreamingModel
    {
        public StreamState NewState(long batch) => StreamState.Of(("read", zeros(batch, dtype: ScalarType.Int64)));

        public Tensor Chunk(Tensor input, Tensor? lengths, StreamState state)
        {
            var answer = Answer(input, state[0]);
            state.Replace(0, state[0].Plus(input.shape[1]));
            return answer;
        }

        public Tensor Step(Tensor input, StreamState state) => Chunk(input.unsqueeze(1), null, state).select(1, 0);
    }
}
