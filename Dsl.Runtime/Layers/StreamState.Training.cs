using static TorchSharp.torch;

namespace SerpentDsl.Layers;

// A state through which gradients flow from piece to piece.
public sealed partial class StreamState
{
    private Tensor?[] _carriers = [];
    private bool _isDifferentiable;

    /// <summary>
    /// Whether gradients flow through the state: <see cref="StreamingLayer.Chunk"/> records them, and <see cref="Replace"/> keeps them.
    /// </summary>
    public bool IsForTraining { get; private set; }

    /// <summary>Whether <see cref="ForTraining"/> would not refuse: the layers have declared their states differentiable.</summary>
    public bool CanTrain => !Obstacles("").Any();

    /// <summary>
    /// Makes this a state for training: from then on pieces are differentiable with respect to the parameters, the inputs and the state
    /// before them (truncated back-propagation through time). <see cref="Detach"/> cuts the gradient; steps are refused.
    /// </summary>
    /// <returns>The same state.</returns>
    /// <exception cref="NotSupportedException">No gradient flows through the pieces of a layer; the message names it.</exception>
    public StreamState ForTraining()
    {
        string[] obstacles = [.. Obstacles("")];
        if (obstacles.Length > 0)
        {
            throw new NotSupportedException(
                $"No gradient flows through pieces of {string.Join(", ", obstacles)}: override Chunk so that it records gradients, and "
                    + $"call {nameof(Differentiable)} on the state in NewState; or train on whole sequences.");
        }

        BeginTraining();
        return this;
    }

    /// <summary>
    /// For the author of a layer, in its <c>NewState</c>: declares that the layer's <c>Chunk</c> computes from the parameters, and records
    /// gradients with respect to them, the inputs and the state, where <see cref="GradientMode"/> allows it. <c>verify</c> tests this.
    /// </summary>
    /// <returns>The same state.</returns>
    public StreamState Differentiable()
    {
        _isDifferentiable = true;
        return this;
    }

    /// <summary>
    /// For the author of a layer, around the body of its <c>Chunk</c>: switches gradients off, unless the state is for training.
    /// </summary>
    /// <returns>Switches them on again when disposed; null where nothing was switched.</returns>
    public IDisposable? GradientMode() => IsForTraining ? null : no_grad();

    /// <summary>
    /// Cuts the gradient: what follows does not reach back beyond this point. To be called after each backward pass, whose graph is gone.
    /// </summary>
    public void Detach()
    {
        for (var i = 0; i < _tensors.Length; i++)
        {
            _tensors[i] = Own(_tensors[i]);
        }

        foreach (var carrier in _carriers)
        {
            carrier?.Dispose();
        }

        _carriers = [];
        foreach (var (_, state) in _children)
        {
            state.Detach();
        }
    }

    /// <summary>Zeros that carry the gradient of a tensor of whole numbers; null if there is no such gradient.</summary>
    /// <param name="index">Index of the tensor, from 0.</param>
    /// <returns>Float64, of the tensor's shape; owned by the state.</returns>
    internal Tensor? Carrier(int index) => index < _carriers.Length ? _carriers[index] : null;

    /// <summary>Replaces what <see cref="Carrier"/> returns.</summary>
    /// <param name="index">Index of the tensor, from 0.</param>
    /// <param name="value">Float64 zeros of the tensor's shape with a gradient; owned by the state from then on.</param>
    internal void Carry(int index, Tensor value)
    {
        if (index >= _carriers.Length)
        {
            Array.Resize(ref _carriers, index + 1);
        }

        _carriers[index]?.Dispose();
        _carriers[index] = value.DetachFromDisposeScope();
    }

    private StreamState AsThis(StreamState other)
    {
        (other.IsForTraining, other._isDifferentiable) = (IsForTraining, _isDifferentiable);
        return other;
    }

    private void BeginTraining()
    {
        IsForTraining = true;
        foreach (var (_, state) in _children)
        {
            state.BeginTraining();
        }
    }

    // The paths of the states whose layers have not declared that gradients flow. A state of nothing but children is that of a container.
    private IEnumerable<string> Obstacles(string path)
    {
        var own = _isDifferentiable || (_tensors.Length == 0 && _children.Length > 0)
            ? []
            : new[] { path.Length == 0 ? "this layer" : path };
        return own.Concat(_children.SelectMany(child => child.State.Obstacles(path.Length == 0 ? child.Name : $"{path}.{child.Name}")));
    }

    private void CheckSteps()
    {
        if (IsForTraining)
        {
            throw new InvalidOperationException(
                "A state for training takes no steps, because a step reads what was computed once from the parameters, which change: read "
                    + "pieces with Chunk, or make a state with NewState for steps.");
        }
    }
}
