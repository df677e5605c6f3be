using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>
/// The paper's stack for state tracking: an embedding, blocks norm(x + mix(recurrence(x))), a linear map to the elements. The mixing is a
/// gated linear unit; the linear CDE, whose transitions mix its states, needs none.
/// </summary>
internal sealed class TrackingStack : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly ModuleList<nn.Module> layers = new();
    private readonly ModuleList<Linear> mixers = new();
    private readonly ModuleList<LayerNorm> norms = new();
    private readonly Linear head;

    /// <param name="layer">What a block computes over time.</param>
    /// <param name="depth">Number of blocks.</param>
    /// <param name="width">Width of the blocks.</param>
    /// <param name="states">States: of a feature for S4 and Mamba, of the layer for the linear CDE.</param>
    public TrackingStack(StackLayer layer, int depth, int width, int states)
        : base(nameof(TrackingStack))
    {
        embedding = nn.Embedding(AlternatingGroup.Order, width);
        for (var block = 0; block < depth; block++)
        {
            layers.Add(Make(layer, width, states));
            if (layer != StackLayer.LinearCde)
            {
                mixers.Add(nn.Linear(width, 2 * width));
            }

            norms.Add(nn.LayerNorm(width));
        }

        head = nn.Linear(width, AlternatingGroup.Order);
        RegisterComponents();
    }

    /// <summary>The logits of the products.</summary>
    /// <param name="elements">Int64 <c>[count, length]</c>.</param>
    /// <returns><c>[count, length, 60]</c>, owned by the caller.</returns>
    public override Tensor forward(Tensor elements)
    {
        using var scope = NewDisposeScope();
        var x = embedding.call(elements);
        for (var block = 0; block < layers.Count; block++)
        {
            var y = layers[block] switch
            {
                SequenceLayer time => time.forward(x, null),
                nn.Module<Tensor, Tensor> recurrence => recurrence.call(x),
                _ => throw new InvalidOperationException($"{layers[block].GetName()} is not a layer of a stack."),
            };
            x = norms[block].call(x.Plus(mixers.Count == 0 ? y : nn.functional.glu(mixers[block].call(y), -1)));
        }

        return head.call(x).MoveToOuterDisposeScope();
    }

    private static nn.Module Make(StackLayer layer, int width, int states) => layer switch
    {
        StackLayer.S4 => new S4D(
            width,
            bidirectional: false,
            states,
            copies: 0,
            Initialisation.DiagonalLinear,
            Discretisation.ZeroOrderHold,
            deltaTied: true,
            minDelta: 1e-3,
            maxDelta: 1e-1,
            ssmLearningRate: 1e-3,
            Activation.Gelu),
        StackLayer.Mamba => new Mamba(
            width,
            states,
            expand: 2,
            convWidth: 4,
            dtRank: 0,
            minDelta: 1e-3,
            maxDelta: 1e-1,
            deltaFloor: 1e-4,
            DeltaInitialisation.Random,
            deltaScale: 1,
            convBias: true,
            bias: false,
            residualLayers: 1),
        StackLayer.LinearCde => new DenseTransitions(width, states, paths: states),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "There is no such layer."),
    };
}
