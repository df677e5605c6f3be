using SerpentDsl.Experiments.Checkpoints;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// What a step changes before it is complete, as it was at the step's start: the model's buffers, such as the statistics of batch norms,
/// and the sums of compression rates. With it, a training that is cut off within a step is saved as it was before the step.
/// </summary>
internal sealed class StepStart : IDisposable
{
    private readonly CompressionMeter _compression;
    private readonly (string Name, Tensor Buffer, Tensor Copy)[] _buffers;

    /// <param name="module">The model, on its device.</param>
    /// <param name="compression">The sums of compression rates.</param>
    public StepStart(nn.Module module, CompressionMeter compression)
    {
        _compression = compression;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _buffers =
        [
            .. module.named_buffers().Select(entry => (entry.name, entry.buffer, entry.buffer.detach().clone().DetachFromDisposeScope())),
        ];
    }

    /// <summary>Whether a step has begun and is not complete.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The buffers at the step's start, by their <c>state_dict</c> names; empty between steps.</summary>
    public IReadOnlyDictionary<string, Tensor> Buffers =>
        IsOpen ? _buffers.ToDictionary(entry => entry.Name, entry => entry.Copy) : new Dictionary<string, Tensor>();

    /// <summary>The sums of compression rates at the step's start; between steps those of now.</summary>
    public IReadOnlyDictionary<string, CompressionSum> Sums => IsOpen ? _compression.HeldSums() : _compression.Sums();

    /// <summary>Copies what the step may change.</summary>
    public void Begin()
    {
        using var noGradient = no_grad();
        foreach (var (_, buffer, copy) in _buffers)
        {
            copy.copy_(buffer);
        }

        _compression.Hold();
        IsOpen = true;
    }

    /// <summary>Marks the step as complete.</summary>
    public void End() => IsOpen = false;

    public void Dispose()
    {
        foreach (var (_, _, copy) in _buffers)
        {
            copy.Dispose();
        }
    }
}
