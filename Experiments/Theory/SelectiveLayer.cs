using SerpentDsl.Functions;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory;

/// <summary>
/// The recurrence of Mamba alone, without its convolution and its gate, as in the paper's experiments:
/// h ← e^{Δ(x) A} h + Δ(x) B(x) x, y = C(x)·h + D x.
/// </summary>
internal sealed class SelectiveLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear delta;
    private readonly Linear input;
    private readonly Linear output;
    private readonly Parameter A_log;
    private readonly Parameter D;

    /// <summary>Draws Δ log-uniformly, and sets A to −1 … −N, as Mamba does.</summary>
    /// <param name="features">Width.</param>
    /// <param name="states">N: states of a feature.</param>
    /// <param name="minDelta">Smallest initial step Δ.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    public SelectiveLayer(int features, int states, double minDelta, double maxDelta)
        : base(nameof(SelectiveLayer))
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        delta = nn.Linear(features, features);
        input = nn.Linear(features, states, hasBias: false);
        output = nn.Linear(features, states, hasBias: false);
        double low = Math.Log(minDelta), high = Math.Log(maxDelta);
        var steps = (rand(features) * Scalars.Of(high - low)).Plus(low).exp();
        // The softplus of the bias is the step.
        delta.bias!.copy_(steps.expm1().log());
        var decays = tensor(Enumerable.Range(1, states).Select(n => (float)Math.Log(n)).ToArray());
        A_log = new Parameter(decays.unsqueeze(0).repeat(features, 1).DetachFromDisposeScope());
        D = new Parameter(ones(features).DetachFromDisposeScope());
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return SelectiveScan.Output(new SelectiveScanInputs
        {
            U = x,
            Delta = delta.call(x),
            Softplus = true,
            A = -A_log.exp(),
            B = input.call(x),
            C = output.call(x),
            D = D,
        }).MoveToOuterDisposeScope();
    }
}
