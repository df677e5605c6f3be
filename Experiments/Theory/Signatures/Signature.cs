namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>Terms of the signature of piecewise linear paths, by Chen's identity step by step.</summary>
internal static class Signature
{
    /// <summary>S^{1…d}: the iterated integral over all coordinates in their order.</summary>
    /// <param name="points">The path point by point, <c>[length, dimensions]</c>.</param>
    /// <param name="dimensions">d, 2 or 3.</param>
    public static double TopTerm(ReadOnlySpan<double> points, int dimensions)
    {
        double s1 = 0, s12 = 0, s123 = 0;
        for (var at = dimensions; at < points.Length; at += dimensions)
        {
            var first = points[at] - points[at - dimensions];
            var second = points[at + 1] - points[at + 1 - dimensions];
            if (dimensions == 3)
            {
                var third = points[at + 2] - points[at + 2 - dimensions];
                s123 += (s12 * third) + (s1 * second * third / 2) + (first * second * third / 6);
            }

            s12 += (s1 * second) + (first * second / 2);
            s1 += first;
        }

        return dimensions == 3 ? s123 : s12;
    }
}
