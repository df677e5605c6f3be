namespace SerpentDsl.Tasks.Tests;

/// <summary>Two-sample tests: how probable a difference at least as large is when both samples have one distribution.</summary>
internal static class Statistics
{
    /// <summary>Pearson's test of homogeneity on counts per category.</summary>
    public static double ChiSquare(IReadOnlyList<long> first, IReadOnlyList<long> second)
    {
        double firstTotal = first.Sum();
        double secondTotal = second.Sum();
        double statistic = 0;
        var categories = 0;
        for (var i = 0; i < first.Count; i++)
        {
            var share = (first[i] + second[i]) / (firstTotal + secondTotal);
            if (share == 0)
            {
                continue;
            }

            categories++;
            statistic += Square(first[i] - (share * firstTotal)) / (share * firstTotal);
            statistic += Square(second[i] - (share * secondTotal)) / (share * secondTotal);
        }

        // Wilson and Hilferty: the cube root of a chi-square variable over its degrees of freedom is almost normal.
        double degrees = categories - 1;
        var z = (Math.Cbrt(statistic / degrees) - (1 - (2 / (9 * degrees)))) / Math.Sqrt(2 / (9 * degrees));
        return UpperTail(z);
    }

    /// <summary>The test of Kolmogorov and Smirnov, asymptotic; conservative where values are tied.</summary>
    public static double KolmogorovSmirnov(IEnumerable<int> first, IEnumerable<int> second)
    {
        int[] a = [.. first.Order()];
        int[] b = [.. second.Order()];
        double distance = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value)
            {
                i++;
            }

            while (j < b.Length && b[j] == value)
            {
                j++;
            }

            distance = Math.Max(distance, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        var lambda = distance * Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length));
        double probability = 0;
        for (var k = 1; k <= 100; k++)
        {
            probability += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * lambda * lambda);
        }

        return lambda < 0.2 ? 1 : Math.Clamp(probability, 0, 1);
    }

    private static double Square(double value) => value * value;

    /// <summary>P(Z ≥ z) of the normal distribution (Zelen and Severo, error under 1e-7).</summary>
    private static double UpperTail(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z >= 0 ? tail : 1 - tail;
    }
}
