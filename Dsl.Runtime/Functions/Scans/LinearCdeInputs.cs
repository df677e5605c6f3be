using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The inputs of a <see cref="LinearCdeScan"/> over whole sequences. The tensors are borrowed.</summary>
public readonly record struct LinearCdeInputs
{
    /// <summary>How far the paths that multiply the state move, dω, <c>[batch, length, controls]</c>; zeros stop the state.</summary>
    public required Tensor Controls { get; init; }

    /// <summary>How far the paths that are added to the state move, dξ, <c>[batch, length, inputs]</c>.</summary>
    public required Tensor Inputs { get; init; }

    /// <summary>
    /// The matrix of every control, <c>[state, controls, block]</c>: its row of a number of the state, in the columns of that number's
    /// block. A block of the whole state is a dense matrix, blocks of one number are diagonals.
    /// </summary>
    public required Tensor A { get; init; }

    /// <summary>B, <c>[state, inputs]</c>.</summary>
    public required Tensor B { get; init; }

    /// <summary>The state before the first move, <c>[batch, state]</c>.</summary>
    public required Tensor Initial { get; init; }

    /// <summary>Whether a move is solved exactly for paths that are straight between positions; else by an Euler step.</summary>
    public required bool IsExact { get; init; }
}
