using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>
/// A linear CDE that solves the word problem of A5 at every length, whose coefficients are written down instead of trained: its control
/// steps by the one-hot vector of the element, A_g is the permutation matrix of g less the identity, and Euler's rule is exact for it,
/// Z ← Z + A_g Z. The state is the matrix of the product.
/// </summary>
internal static class PermutationOracle
{
    /// <summary>The products of the first elements, at every position.</summary>
    /// <param name="elements">Int64 <c>[count, length]</c>.</param>
    /// <returns>Int64 <c>[count, length]</c>, owned by the caller.</returns>
    public static Tensor Answer(Tensor elements)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        const int Symbols = AlternatingGroup.Symbols;
        // Row i of the state has a 1 at the image of symbol i, so that the next permutation multiplies from the right.
        var flat = new double[AlternatingGroup.Order * Symbols * Symbols];
        for (var element = 0; element < AlternatingGroup.Order; element++)
        {
            for (var symbol = 0; symbol < Symbols; symbol++)
            {
                flat[(((element * Symbols) + symbol) * Symbols) + AlternatingGroup.ImagesOf(element)[symbol]] = 1;
            }
        }

        var matrices = tensor(flat, [AlternatingGroup.Order, Symbols, Symbols]);
        var transitions = matrices - eye(Symbols, dtype: ScalarType.Float64);
        var state = eye(Symbols, dtype: ScalarType.Float64).unsqueeze(0).repeat(elements.shape[0], 1, 1);
        var answers = new List<Tensor>();
        for (long at = 0; at < elements.shape[1]; at++)
        {
            state = state.Plus(state.matmul(transitions.index_select(0, elements.select(1, at))));
            // Five entries agree with the matrix of the right element, fewer with those of all others.
            answers.Add(state.flatten(1).matmul(matrices.flatten(1).t()).argmax(1));
        }

        return stack([.. answers], 1).MoveToOuterDisposeScope();
    }
}
