using System.Runtime.InteropServices;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Generation;

/// <summary>
/// Continues token sequences with the step form of a language model. Memory does not grow with the length of the text, which may exceed
/// the model's context.
/// </summary>
internal sealed class TextGenerator : IDisposable
{
    private readonly IStreamingModel _model;
    private readonly TokenSampler _sampler;
    private readonly StreamState _state;
    private readonly float[] _logits;
    private readonly Device _device;
    private readonly Tensor _token;
    private Tensor? _answers;

    /// <param name="model">A language model in evaluation mode. Its parameters must not change.</param>
    /// <param name="vocabulary">Only tokens below this id are written.</param>
    /// <param name="sampler">Chooses each token.</param>
    /// <param name="device">The model's device.</param>
    public TextGenerator(IStreamingModel model, int vocabulary, TokenSampler sampler, Device device)
    {
        _model = model;
        _sampler = sampler;
        _state = model.NewState(1);
        _logits = new float[vocabulary];
        _device = device;
        _token = zeros(1, ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>Size of the model's state in bytes.</summary>
    public long StateBytes => _state.Bytes;

    /// <summary>Reads a prompt and continues it without end.</summary>
    /// <param name="prompt">At least one token.</param>
    /// <returns>The tokens that follow, one at a time.</returns>
    public IEnumerable<int> Continue(IReadOnlyList<int> prompt)
    {
        if (prompt.Count == 0)
        {
            throw new ArgumentException("A text is continued from at least one token.", nameof(prompt));
        }

        var next = Read([.. prompt.Select(token => (long)token)]);
        while (true)
        {
            yield return next;
            next = Step(next);
        }
    }

    public void Dispose()
    {
        _state.Dispose();
        _token.Dispose();
        _answers?.Dispose();
    }

    private int Read(long[] prompt)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var logits = _model.Chunk(tensor(prompt, [1, prompt.Length]).to(_device), null, _state).select(1, -1);
        _answers?.Dispose();
        _answers = logits.clone().DetachFromDisposeScope();
        return Draw(_answers);
    }

    // Every step reads its token from the same tensor and writes its logits to the same tensor.
    private int Step(int token)
    {
        MemoryMarshal.Cast<byte, long>(_token.bytes)[0] = token;
        if (_device.type == DeviceType.CPU)
        {
            return Draw(_model.Step(_token, _state, _answers!));
        }

        using var scope = NewDisposeScope();
        return Draw(_model.Step(_token.to(_device), _state, _answers!));
    }

    /// <summary>Draws from logits <c>[1, vocabulary]</c>, contiguous.</summary>
    private int Draw(Tensor logits)
    {
        if (logits.device_type == DeviceType.CPU && logits.dtype == ScalarType.Float32)
        {
            return _sampler.Draw(MemoryMarshal.Cast<byte, float>(logits.bytes)[.._logits.Length]);
        }

        using var scope = NewDisposeScope();
        logits.select(0, 0).narrow(0, 0, _logits.Length).to(ScalarType.Float32).cpu().contiguous().data<float>().CopyTo(_logits);
        return _sampler.Draw(_logits);
    }
}
