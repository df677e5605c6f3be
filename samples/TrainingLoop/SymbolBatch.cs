using static TorchSharp.torch;

namespace Samples;

/// <summary>Random sequences of the symbols 1 to 4 with what is to be learned of them.</summary>
/// <param name="Tokens">Int64 <c>[batch, length]</c>, 0 behind the end of a sequence.</param>
/// <param name="Lengths">True lengths, int64 <c>[batch]</c>.</param>
/// <param name="Labels">Classes, int64 <c>[batch]</c>.</param>
internal sealed record SymbolBatch(Tensor Tokens, Tensor Lengths, Tensor Labels) : IDisposable
{
    private const int Symbols = 4;
    private const int MaxLength = 64;

    /// <summary>Draws sequences of 16 to 64 symbols.</summary>
    /// <param name="random">The source of the symbols.</param>
    /// <param name="size">Number of sequences.</param>
    /// <param name="classify">The class of a sequence, from how often each symbol occurs in it.</param>
    public static SymbolBatch Draw(Random random, int size, Func<int[], int> classify)
    {
        long[] tokens = new long[size * MaxLength], lengths = new long[size], labels = new long[size];
        for (var row = 0; row < size; row++)
        {
            // Symbols are unequally frequent, each sequence has its own favourite.
            var (length, favourite) = (random.Next(16, MaxLength + 1), random.Next(Symbols));
            var counts = new int[Symbols];
            for (var i = 0; i < length; i++)
            {
                var symbol = random.Next(6) == 0 ? favourite : random.Next(Symbols);
                counts[symbol]++;
                tokens[(row * MaxLength) + i] = symbol + 1;
            }

            lengths[row] = length;
            labels[row] = classify(counts);
        }

        return new SymbolBatch(tensor(tokens, [size, MaxLength]), tensor(lengths), tensor(labels));
    }

    /// <summary>The class of <see cref="Majority"/>: the symbol that occurs most often, the first of several.</summary>
    public static int MostFrequent(int[] counts) => Array.IndexOf(counts, counts.Max());

    public void Dispose()
    {
        Tokens.Dispose();
        Lengths.Dispose();
        Labels.Dispose();
    }
}
