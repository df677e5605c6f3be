namespace SerpentDsl.Kernels.Cpu;

/// <summary>Compares the sizes of a caller's arrays with the sizes that a shape requires.</summary>
internal static class OperandSizes
{
    /// <summary>Compares the size of an array with the required size.</summary>
    /// <param name="name">The array's name.</param>
    /// <param name="actual">Number of the array's elements.</param>
    /// <param name="expected">Required number of elements.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Require(string name, int actual, long expected)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{name} has {actual:N0} elements; the shape asks for {expected:N0}.", name);
        }
    }

    /// <summary>As <see cref="Require"/>, for an array that may be left out.</summary>
    /// <param name="name">The array's name.</param>
    /// <param name="actual">Number of the array's elements; 0: the array was left out.</param>
    /// <param name="expected">Required number of elements.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void RequireOrEmpty(string name, int actual, long expected)
    {
        if (actual > 0)
        {
            Require(name, actual, expected);
        }
    }

    /// <summary>Checks the valid positions of each sequence, which may be left out.</summary>
    /// <param name="name">The array's name.</param>
    /// <param name="lengths">Valid positions of each sequence, <c>[batch]</c>, or empty.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="most">Positions of a sequence, padding included.</param>
    /// <exception cref="ArgumentException">Their number is not <paramref name="batch"/>, or one is outside its range.</exception>
    public static void RequireLengths(string name, ReadOnlySpan<long> lengths, int batch, int most)
    {
        RequireOrEmpty(name, lengths.Length, batch);
        foreach (var length in lengths)
        {
            if (length < 0 || length > most)
            {
                throw new ArgumentException($"A length is {length}; it is from 0 to {most}.", name);
            }
        }
    }
}
