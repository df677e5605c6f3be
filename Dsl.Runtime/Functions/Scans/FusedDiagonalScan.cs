using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.DiagonalScans;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// <see cref="DiagonalScan"/> in float32 on the CPU, in one or both directions, a register of modes at a time, with threads over sequences
/// and modes. Complex numbers are pairs of floats, in complex64 or float32 tensors alike; all are contiguous.
/// </summary>
internal static class FusedDiagonalScan
{
    /// <summary>Runs the recurrence.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="exponents">Exponents w, complex128 <c>[modes]</c>.</param>
    /// <param name="inputs">Inputs v, <c>[batch, length, modes]</c> pairs.</param>
    /// <param name="initial">The state before the first input, <c>[batch, modes]</c> pairs; null: zeros.</param>
    /// <param name="states">Receives x, <c>[batch, length, directions, modes]</c> pairs.</param>
    public static unsafe void Forward(DiagonalShape shape, Tensor exponents, Tensor inputs, Tensor? initial, Tensor states)
    {
        using var scope = NewDisposeScope();
        var factors = Factors(exponents);
        LaneWidth.Run(new DiagonalForward
        {
            Shape = shape,
            Factors = TensorMemory.Floats(factors),
            Inputs = Pairs(inputs),
            Initial = initial is null ? null : Pairs(initial),
            States = Pairs(states),
        });
        GC.KeepAlive((factors, inputs, initial, states));
    }

    /// <summary>The gradients of <see cref="Forward"/>.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="exponents">Exponents, w.</param>
    /// <param name="states">States, x.</param>
    /// <param name="initial">The state before the first input; null: zeros.</param>
    /// <param name="forStates">Gradients of the states.</param>
    /// <param name="forInputs">Receives the gradients of the inputs.</param>
    /// <param name="forInitial">Receives the gradients of the initial state; null: not needed.</param>
    /// <returns>Gradients of the exponents, complex128 <c>[modes]</c>, owned by the caller.</returns>
    public static unsafe Tensor Backward(
        DiagonalShape shape, Tensor exponents, Tensor states, Tensor? initial, Tensor forStates, Tensor forInputs, Tensor? forInitial)
    {
        using var scope = NewDisposeScope();
        Tensor factors = Factors(exponents), sums = empty([shape.Batch * shape.Directions, shape.Modes, 2], ScalarType.Float64);
        LaneWidth.Run(new DiagonalBackward
        {
            Shape = shape,
            Factors = TensorMemory.Floats(factors),
            States = Pairs(states),
            Initial = initial is null ? null : Pairs(initial),
            ForStates = Pairs(forStates),
            ForInputs = Pairs(forInputs),
            ForInitial = forInitial is null ? null : Pairs(forInitial),
            Sums = TensorMemory.Doubles(sums),
        });
        GC.KeepAlive((factors, states, initial, forStates, forInputs, forInitial));
        return (view_as_complex(sums.sum([0])) * exponents.exp().conj()).resolve_conj().MoveToOuterDisposeScope();
    }

    /// <summary>The powers of e^w as the kernels read them, in the present dispose scope.</summary>
    private static unsafe Tensor Factors(Tensor exponents)
    {
        var modes = (int)exponents.shape[0];
        var parts = TensorMemory.Plain(view_as_real(exponents.detach().resolve_conj()));
        var factors = zeros([DiagonalFactors.Registers(modes), DiagonalFactors.Rows, LaneWidth.Widest], ScalarType.Float32);
        DiagonalFactors.Write(modes, TensorMemory.Doubles(parts), TensorMemory.Floats(factors));
        GC.KeepAlive(parts);
        return factors;
    }

    private static unsafe float* Pairs(Tensor x) => x.is_complex() ? TensorMemory.ComplexFloats(x) : TensorMemory.Floats(x);
}
