using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>
/// The word problem of A5: given a sequence of elements, what is the product of its first elements, at every position? A fifth of all
/// sequences, chosen by a hash, is never trained on.
/// </summary>
/// <param name="Elements">Int64 <c>[count, length]</c>.</param>
/// <param name="Products">Int64 <c>[count, length]</c>.</param>
internal sealed record WordProblem(Tensor Elements, Tensor Products)
{
    private const ulong Shares = 5;

    /// <summary>Draws sequences, each possible one equally probable.</summary>
    /// <param name="count">Number of sequences.</param>
    /// <param name="length">Elements of a sequence.</param>
    /// <param name="heldOut">Whether the sequences are of the fifth that is held out; false: of the others; null: of all.</param>
    /// <param name="random">Source of the draws.</param>
    /// <returns>The sequences, in the current dispose scope.</returns>
    public static WordProblem Draw(int count, int length, bool? heldOut, ref Xoshiro256 random)
    {
        var elements = new long[count * length];
        var products = new long[count * length];
        for (var row = 0; row < count; row++)
        {
            var own = elements.AsSpan(row * length, length);
            do
            {
                foreach (ref var element in own)
                {
                    element = random.NextBelow(AlternatingGroup.Order);
                }
            }
            while (heldOut is { } wanted && IsHeldOut(own) != wanted);

            var product = (int)own[0];
            for (var at = 0; at < length; at++)
            {
                product = at == 0 ? product : AlternatingGroup.Product(product, (int)own[at]);
                products[(row * length) + at] = product;
            }
        }

        return new WordProblem(tensor(elements, [count, length]), tensor(products, [count, length]));
    }

    private static bool IsHeldOut(ReadOnlySpan<long> sequence)
    {
        ulong hash = 0;
        foreach (var element in sequence)
        {
            hash = (hash ^ (ulong)(element + 1)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
        }

        return hash % Shares == 0;
    }
}
