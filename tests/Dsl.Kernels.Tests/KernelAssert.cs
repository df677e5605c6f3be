namespace SerpentDsl.Kernels.Tests;

/// <summary>Comparisons with a float64 reference, and the numbers that are compared.</summary>
internal static class KernelAssert
{
    /// <summary>Rounding of float32 over the longest sequences of these tests, relative to the greatest result.</summary>
    private const double Tolerance = 1e-5;

    public static void Close(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var greatest = Math.Max(1e-3, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance * greatest);
        }
    }

    public static void Close(float[] expected, float[] actual) => Close([.. expected.Select(value => (double)value)], actual);

    /// <summary>Runs what is to be refused, and compares the beginning of the message.</summary>
    public static void Refuses(string message, Action act) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);

    /// <summary>Numbers from −1 to 1.</summary>
    public static float[] Draw(int seed, long count)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)((random.NextDouble() * 2) - 1);
        }

        return numbers;
    }
}
