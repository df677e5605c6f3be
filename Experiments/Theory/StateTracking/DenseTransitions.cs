using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>
/// A linear CDE that is trained: the control steps by c_l = W x_l, and Euler's rule gives Z_l = Z_{l−1} + Σ_i c_l,i A_i Z_{l−1} + B x_l,
/// with a dense A_i for each control; answers C Z_l.
/// </summary>
internal sealed class DenseTransitions : nn.Module<Tensor, Tensor>
{
    private readonly Linear controls;
    private readonly Linear input;
    private readonly Linear output;
    private readonly Parameter start;
    private readonly Parameter A;
    private readonly int _states;

    /// <param name="features">Width.</param>
    /// <param name="states">N.</param>
    /// <param name="paths">Number of controls.</param>
    public DenseTransitions(int features, int states, int paths)
        : base(nameof(DenseTransitions))
    {
        using var scope = NewDisposeScope();
        _states = states;
        controls = nn.Linear(features, paths, hasBias: false);
        input = nn.Linear(features, states, hasBias: false);
        output = nn.Linear(states, features);
        start = new Parameter(randn(states).DetachFromDisposeScope());
        // Transitions near the identity, whose products over a sequence neither grow nor vanish.
        A = new Parameter((randn(paths, states * states) / Scalars.Of((double)states)).DetachFromDisposeScope());
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (x.shape[0], x.shape[1]);
        var transitions = controls.call(x).matmul(A).reshape(batch, length, _states, _states);
        var inputs = input.call(x);
        var state = start.unsqueeze(0).expand(batch, _states);
        var states = new List<Tensor>();
        for (long at = 0; at < length; at++)
        {
            state = state.Plus(transitions.select(1, at).matmul(state.unsqueeze(2)).squeeze(2)).Plus(inputs.select(1, at));
            states.Add(state);
        }

        return output.call(stack([.. states], 1)).MoveToOuterDisposeScope();
    }
}
