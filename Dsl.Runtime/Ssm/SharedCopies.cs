using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>State matrices that features share: feature i uses copy i mod copies.</summary>
internal static class SharedCopies
{
    /// <summary>Refuses a number of copies that the features cannot share evenly.</summary>
    public static void Check(int copies, int features, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1, parameter);
        if (features % copies != 0)
        {
            throw new ArgumentException(
                $"{copies} copies cannot be shared evenly by {features} features; choose a divisor.", parameter);
        }
    }

    /// <summary>Gives every feature its copy.</summary>
    /// <param name="copies"><c>[..., copies, modes]</c>, with at most one dimension before.</param>
    /// <param name="features">Number of features, a multiple of the copies.</param>
    /// <returns><c>[..., features, modes]</c>: the tensor itself where every feature has its own copy.</returns>
    public static Tensor PerFeature(Tensor copies, long features)
    {
        var times = features / copies.shape[^2];
        return times == 1 ? copies : copies.dim() == 2 ? copies.repeat(times, 1) : copies.repeat(1, times, 1);
    }
}
