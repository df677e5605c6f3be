using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace Samples;

/// <summary>A text that a model reads and continues. Its state has a fixed size, however long the text becomes.</summary>
/// <param name="model">The model; its parameters stay as they are.</param>
internal sealed class Session(Writer model) : IDisposable
{
    // A model may serve one call at a time: libtorch uses all cores for it.
    private static readonly Lock s_turn = new();

    private readonly StreamState _state = model.NewState(batch: 1);
    private readonly Tensor _token = zeros(1, ScalarType.Int64);
    private readonly Tensor _logits = zeros(1, Writer.Bytes);

    /// <summary>One request at a time continues a session.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Reads a piece of the text at once.</summary>
    /// <param name="text">At least one byte.</param>
    public void Read(byte[] text)
    {
        lock (s_turn)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var tokens = tensor(text.Select(value => (long)value).ToArray(), [1, text.Length]);
            _logits.copy_(model.Chunk(tokens, null, _state).select(1, -1));      // the answer at the last position
        }
    }

    /// <summary>Draws the next byte, and reads it.</summary>
    /// <param name="temperature">Above 0; small values take likely bytes more often.</param>
    public byte Next(double temperature)
    {
        lock (s_turn)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var token = multinomial(nn.functional.softmax(_logits / Scalars.Of(temperature), 1), 1).item<long>();
            _token.fill_(Scalars.Of(token));
            model.Step(_token, _state, _logits);
            return (byte)token;
        }
    }

    public void Dispose()
    {
        _state.Dispose();
        _token.Dispose();
        _logits.Dispose();
    }
}
