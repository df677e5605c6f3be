using TorchSharp;

namespace SerpentDsl.Native;

/// <summary>The numbers that one thread used most recently, newest first, each with the 64 bits of its value.</summary>
internal sealed class RecentScalars
{
    /// <summary>Number of numbers that are kept alive: more than any call has arguments.</summary>
    public const int Capacity = 32;

    private readonly long[] _bits = new long[Capacity];
    private readonly Scalar?[] _scalars = new Scalar?[Capacity];

    /// <summary>Finds the number with these bits and makes it the newest; null if it is not kept.</summary>
    public Scalar? Find(long bits)
    {
        for (var at = 0; at < Capacity && _scalars[at] is { } scalar; at++)
        {
            if (_bits[at] == bits)
            {
                return Insert(bits, scalar, at);
            }
        }

        return null;
    }

    /// <summary>Adds a number as the newest; the oldest is dropped.</summary>
    public Scalar Add(long bits, Scalar scalar) => Insert(bits, scalar, Capacity - 1);

    private Scalar Insert(long bits, Scalar scalar, int at)
    {
        Array.Copy(_bits, 0, _bits, 1, at);
        Array.Copy(_scalars, 0, _scalars, 1, at);
        (_bits[0], _scalars[0]) = (bits, scalar);
        return scalar;
    }
}
