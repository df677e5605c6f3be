using System.Globalization;
using System.Numerics;
using Xunit;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>
/// Compares tensors by max|x − ref| / max|ref|, or max|x − ref| where max|ref| &lt; 1e-12: the error measure of the golden files.
/// </summary>
public static class Tolerance
{
    /// <summary>Fails unless a result agrees with a golden file's tensor within the file's tolerance for the result's precision.</summary>
    /// <param name="fixture">The golden file.</param>
    /// <param name="name">Name of the expected tensor.</param>
    /// <param name="actual">The result, of the same shape; complex if the file's tensor is.</param>
    public static void AssertClose(Fixture fixture, string name, Tensor? actual)
    {
        Assert.True(actual is not null, $"{fixture.Name}: nothing was computed for '{name}'.");
        using var expected = fixture.Tensor(name);
        AssertClose(expected, actual!, fixture.Tolerance(name, actual!.dtype), $"{fixture.Name}: {name} ({actual.dtype})");
    }

    /// <summary>Fails unless two tensors of the same shape agree.</summary>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">The result.</param>
    /// <param name="tolerance">The largest allowed error; 0: the tensors must be equal.</param>
    /// <param name="what">Name of the tensor, for the message.</param>
    public static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.True(expected.shape.SequenceEqual(actual.shape),
            $"{what}: expected shape [{string.Join(", ", expected.shape)}], got [{string.Join(", ", actual.shape)}].");
        Assert.True(expected.is_complex() == actual.is_complex(), $"{what}: one of {expected.dtype} and {actual.dtype} is complex.");
        Complex[] wanted = Values(expected), got = Values(actual);
        var (error, at) = Error(wanted, got);
        Assert.True(error <= tolerance, at < 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"{what}: error {error:E3} exceeds {tolerance:E3}; worst at [{string.Join(", ", Unravel(at, expected.shape))}]: expected {wanted[at]:G9}, got {got[at]:G9}."));
    }

    /// <summary>The error of a result by the measure of the golden files; infinite if an element is NaN.</summary>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">The result, with the same number of elements.</param>
    public static double Error(Tensor expected, Tensor actual) => Error(Values(expected), Values(actual)).Error;

    private static (double Error, int At) Error(Complex[] expected, Complex[] actual)
    {
        double scale = 0, worst = 0;
        var at = -1;
        for (var i = 0; i < expected.Length; i++)
        {
            scale = Math.Max(scale, Complex.Abs(expected[i]));
            var difference = Complex.Abs(actual[i] - expected[i]);
            if (double.IsNaN(difference))
            {
                difference = double.PositiveInfinity;
            }

            if (at < 0 || difference > worst)
            {
                (worst, at) = (difference, i);
            }
        }

        return (scale < 1e-12 ? worst : worst / scale, at);
    }

    private static Complex[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu();
        if (!flat.is_complex())
        {
            return [.. flat.to(ScalarType.Float64).contiguous().data<double>().Select(value => new Complex(value, 0))];
        }

        double[] parts = [.. view_as_real(flat.to(ScalarType.ComplexFloat64)).contiguous().data<double>()];
        return [.. parts.Chunk(2).Select(pair => new Complex(pair[0], pair[1]))];
    }

    private static long[] Unravel(long flat, long[] shape)
    {
        var index = new long[shape.Length];
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            (flat, index[i]) = Math.DivRem(flat, shape[i]);
        }

        return index;
    }
}
