using System.Runtime.InteropServices;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generation;

/// <summary>
/// Continues token sequences with the streaming form of a language model, several at a time. Memory does not grow with the length of the
/// sequences, which may exceed the model's context.
/// </summary>
public sealed class TokenGenerator : IDisposable
{
    /// <summary>A prompt is read in pieces of this many positions, so that the logits of a long one need little memory.</summary>
    private const int PiecePositions = 256;

    private readonly IStreamingModel _model;
    private readonly IReadOnlyList<TokenSampler> _samplers;
    private readonly StreamState _state;
    private readonly Device _device;
    private readonly Tensor _tokens;
    private readonly float[] _logits;
    private Tensor? _answers;

    /// <param name="model">A language model in evaluation mode. Its parameters must not change.</param>
    /// <param name="vocabulary">Only tokens below this id are drawn.</param>
    /// <param name="samplers">Draws the tokens of each sequence; one for each.</param>
    /// <exception cref="ArgumentException">The model is no language model, or there is no sampler.</exception>
    public TokenGenerator(IStreamingModel model, int vocabulary, IReadOnlyList<TokenSampler> samplers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        if (model is not ILanguageModel)
        {
            throw new ArgumentException($"{model.GetType().Name} is no language model; only one continues text.", nameof(model));
        }

        if (samplers.Count == 0)
        {
            throw new ArgumentException("There is no sequence to continue.", nameof(samplers));
        }

        _model = model;
        _samplers = samplers;
        _logits = new float[vocabulary];
        _device = model.Module.parameters().First().device;
        _state = model.NewState(samplers.Count);
        _tokens = zeros(samplers.Count, ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>Number of sequences.</summary>
    public int Sequences => _samplers.Count;

    /// <summary>Size of the model's state in bytes, all sequences together.</summary>
    public long StateBytes => _state.Bytes;

    /// <summary>Reads prompts, of any lengths, and draws the token that follows each.</summary>
    /// <param name="prompts">One for each sequence, each with at least one token.</param>
    /// <returns>A token for each sequence.</returns>
    /// <exception cref="ArgumentException">There are not as many prompts as sequences, or one is empty.</exception>
    public int[] Read(IReadOnlyList<IReadOnlyList<int>> prompts)
    {
        if (prompts.Count != Sequences || prompts.Any(prompt => prompt.Count == 0))
        {
            throw new ArgumentException(
                $"{prompts.Count} prompts for {Sequences} sequences; each sequence needs one, of at least one token.", nameof(prompts));
        }

        for (var row = 0; row < Sequences; row++)
        {
            _samplers[row].Observe([.. prompts[row]]);
        }

        var next = new int[Sequences];
        var longest = prompts.Max(prompt => prompt.Count);
        for (var start = 0; start < longest; start += PiecePositions)
        {
            ReadPiece(prompts, start, Math.Min(PiecePositions, longest - start), next);
        }

        return next;
    }

    /// <summary>Reads one token of every sequence, and draws the next.</summary>
    /// <param name="tokens">The last token of each sequence, replaced by the next. A negative one stays: its sequence has ended.</param>
    public void Step(Span<int> tokens)
    {
        var values = MemoryMarshal.Cast<byte, long>(_tokens.bytes);
        for (var row = 0; row < tokens.Length; row++)
        {
            values[row] = Math.Max(0, tokens[row]);
        }

        if (_device.type == DeviceType.CPU)
        {
            Draw(_model.Step(_tokens, _state, Answers()), tokens);
            return;
        }

        using var scope = NewDisposeScope();
        Draw(_model.Step(_tokens.to(_device), _state, Answers()), tokens);
    }

    /// <summary>Reads one prompt and continues it without end.</summary>
    /// <param name="prompt">At least one token.</param>
    /// <returns>The tokens that follow, one at a time.</returns>
    /// <exception cref="ArgumentException">The generator has several sequences, or the prompt is empty.</exception>
    public IEnumerable<int> Continue(IReadOnlyList<int> prompt)
    {
        var tokens = Read([prompt]);
        while (true)
        {
            yield return tokens[0];
            Step(tokens);
        }
    }

    /// <summary>Frees the state.</summary>
    public void Dispose()
    {
        _state.Dispose();
        _tokens.Dispose();
        _answers?.Dispose();
    }

    private void ReadPiece(IReadOnlyList<IReadOnlyList<int>> prompts, int start, int length, int[] next)
    {
        var tokens = new long[Sequences * length];
        var lengths = new long[Sequences];
        for (var row = 0; row < Sequences; row++)
        {
            lengths[row] = Math.Clamp(prompts[row].Count - start, 0, length);
            for (var i = 0; i < lengths[row]; i++)
            {
                tokens[(row * length) + i] = prompts[row][start + i];
            }
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var isWhole = lengths.All(rowLength => rowLength == length);
        var logits = _model.Chunk(
            tensor(tokens, [Sequences, length]).to(_device), isWhole ? null : tensor(lengths).to(_device), _state);
        if (_answers is null)
        {
            _answers = empty_like(logits.select(1, 0)).DetachFromDisposeScope();
        }

        for (var row = 0; row < Sequences; row++)
        {
            if (lengths[row] > 0 && start + length >= prompts[row].Count)
            {
                using var last = logits.select(0, row).select(0, lengths[row] - 1);
                next[row] = Draw(last, row);
            }
        }
    }

    // Every step reads its tokens from the same tensor and writes its logits to the same tensor.
    private Tensor Answers() => _answers
        ?? throw new InvalidOperationException($"{nameof(Step)} before {nameof(Read)}: a sequence begins with a prompt.");

    /// <summary>Draws from logits <c>[sequences, vocabulary]</c>, contiguous.</summary>
    private void Draw(Tensor logits, Span<int> tokens)
    {
        if (logits.device_type == DeviceType.CPU && logits.dtype == ScalarType.Float32)
        {
            var values = MemoryMarshal.Cast<byte, float>(logits.bytes);
            var width = values.Length / tokens.Length;
            for (var row = 0; row < tokens.Length; row++)
            {
                tokens[row] = tokens[row] < 0 ? tokens[row] : _samplers[row].Draw(values.Slice(row * width, _logits.Length));
            }

            return;
        }

        using var scope = NewDisposeScope();
        for (var row = 0; row < tokens.Length; row++)
        {
            tokens[row] = tokens[row] < 0 ? tokens[row] : Draw(logits.select(0, row), row);
        }
    }

    /// <summary>Draws from logits <c>[vocabulary]</c> of any type and device.</summary>
    private int Draw(Tensor logits, int row)
    {
        logits.narrow(0, 0, _logits.Length).to(ScalarType.Float32).cpu().contiguous().data<float>().CopyTo(_logits);
        return _samplers[row].Draw(_logits);
    }
}
