using SerpentDsl.Functions;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>The exact form of Liquid-S4 over whole sequences: the recurrence x_k = (Ā + B̄ u_k) ∘ x_{k−1} + B̄ u_k.</summary>
/// <param name="system">Ā, B̄ and C, one direction or two.</param>
/// <param name="skip">D, <c>[1, features]</c>.</param>
/// <param name="contraction">Applied to the u_k that multiplies the state.</param>
internal sealed class LiquidRecurrence(DiagonalSystem system, Tensor skip, LiquidContraction contraction)
{
    private readonly ScalarType _type = skip.dtype == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32;

    /// <summary>The layer's outputs before the activation, D u included.</summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public Tensor Outputs(Tensor u)
    {
        var none = zeros([u.shape[0], u.shape[2], system.Exponents.shape[1]], _type, u.device);
        var y = Read(States(u, none), 0).Plus(u * skip);
        if (system.Output.shape[0] == 1)
        {
            return y;
        }

        var behind = Read(States(u.flip(1), none), 1).flip(1);
        // From the next position on.
        return y.Plus(cat([behind.narrow(1, 1, u.shape[1] - 1), zeros_like(behind.narrow(1, 0, 1))], 1));
    }

    /// <summary>The state after every position.</summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <param name="initial">The state before the first position, complex <c>[batch, features, modes]</c>.</param>
    /// <returns>Complex <c>[batch, length, features, modes]</c>.</returns>
    public Tensor States(Tensor u, Tensor initial)
    {
        Tensor input = system.Input.squeeze(0).to(_type), transition = system.Exponents.exp().to(_type);
        var driven = input * u.unsqueeze(3);
        var turned = contraction == LiquidContraction.None ? driven : input * contraction.Apply(u).unsqueeze(3);
        return TimeVaryingScan.Apply(transition.Plus(turned), driven, initial);
    }

    /// <summary>2 Re C x of one direction.</summary>
    /// <param name="states">x, complex <c>[batch, length, features, modes]</c>.</param>
    /// <param name="direction">0: forward; 1: backward.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public Tensor Read(Tensor states, int direction) =>
        Scalars.Two * (states * system.Output[direction].to(_type)).sum([3]).real;
}
