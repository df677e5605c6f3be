using TorchSharp;

namespace SerpentDsl.Native;

/// <summary>The numbers that one thread used last, newest first, each with the 64 bits of its value.</summary>
internal sealed class RecentScalars
{
    /// <summary>How many numbers are kept alive: more than the arguments of any call.</summary>
    public const int Capacity = 32;

    private readonly long[] _bits = new long[Capacity];
    private readonly Scalar?[] _scalars = new Scalar?[Capacity];

    /// <summary>The number with these bits, which becomes the newest; null where it is not among those kept.</summary>
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

    /// <summary>Puts a number in front; the oldest is no longer kept.</summary>
    public Scalar Add(long bits, Scalar scalar) => Insert(bits, scalar, Capacity - 1);

    private Scalar Insert(long bits, Scalar scalar, int at)
    {
        Array.Copy(_bits, 0, _bits, 1, at);
        Array.Copy(_scalars, 0, _scalars, 1, at);
        (_bits[0], _scalars[0]) = (bits, scalar);
        return scalar;
    }
}
