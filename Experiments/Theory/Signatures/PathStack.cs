using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>
/// The paper's stack for paths: a linear map to the width, blocks x + mix(recurrence(x)) without normalisation, the mean over time, a
/// linear map to one number.
/// </summary>
internal sealed class PathStack : nn.Module<Tensor, Tensor>
{
    /// <summary>
    /// Range of S4's initial steps Δ. The authors' code puts e^x through another softplus, which leaves this of their 0.001 … 0.1.
    /// </summary>
    private const double MinDeltaOfS4 = 0.694;
    private const double MaxDeltaOfS4 = 0.744;

    /// <summary>
    /// Range of Mamba's initial steps Δ: some features remember a path of tens of points as a whole, and others only its last ones.
    /// </summary>
    private const double MinDelta = 0.02;
    private const double MaxDelta = 0.5;

    private readonly Linear encoder;
    private readonly ModuleList<nn.Module> layers = new();
    private readonly ModuleList<Linear> mixers = new();
    private readonly Linear head;
    private readonly bool _gated;

    /// <param name="layer">What a block computes over time.</param>
    /// <param name="depth">Number of blocks.</param>
    /// <param name="gated">Whether a block mixes features by a gated linear unit; else linearly.</param>
    /// <param name="dimensions">Coordinates of a path.</param>
    /// <param name="width">Width of the blocks.</param>
    /// <param name="states">States of a feature.</param>
    public PathStack(StackLayer layer, int depth, bool gated, int dimensions, int width, int states)
        : base(nameof(PathStack))
    {
        _gated = gated;
        encoder = nn.Linear(dimensions, width);
        for (var block = 0; block < depth; block++)
        {
            layers.Add(layer == StackLayer.S4
                ? new S4D(
                    width,
                    bidirectional: false,
                    states,
                    copies: 0,
                    Initialisation.DiagonalLinear,
                    Discretisation.ZeroOrderHold,
                    deltaTied: true,
                    MinDeltaOfS4,
                    MaxDeltaOfS4,
                    ssmLearningRate: 1e-3,
                    Activation.None)
                : new SelectiveLayer(width, states, MinDelta, MaxDelta));
            mixers.Add(nn.Linear(width, gated ? 2 * width : width));
        }

        head = nn.Linear(width, 1);
        RegisterComponents();
    }

    /// <summary>The answer for every path.</summary>
    /// <param name="paths">Float32 <c>[count, length, dimensions]</c>.</param>
    /// <returns><c>[count]</c>, owned by the caller.</returns>
    public override Tensor forward(Tensor paths)
    {
        using var scope = NewDisposeScope();
        var x = encoder.call(paths);
        for (var block = 0; block < layers.Count; block++)
        {
            var y = layers[block] switch
            {
                SequenceLayer time => time.forward(x, null),
                nn.Module<Tensor, Tensor> selective => selective.call(x),
                _ => throw new InvalidOperationException($"{layers[block].GetName()} is not a layer of a stack."),
            };
            var mixed = mixers[block].call(y);
            x = x.Plus(_gated ? nn.functional.glu(mixed, -1) : mixed);
        }

        return head.call(x.mean([1])).squeeze(1).MoveToOuterDisposeScope();
    }
}
