using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>Sums over the rows of a regression, for each answered number, from which its measures follow.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Scales">Standard deviation of each number in its own unit.</param>
/// <param name="Squares">Sums of the squared errors of the normalised numbers.</param>
/// <param name="Absolutes">Sums of the absolute errors of the normalised numbers.</param>
/// <param name="Targets">Sums of the normalised targets.</param>
/// <param name="TargetSquares">Sums of their squares.</param>
internal sealed record RegressionErrors(
    long Rows, double[] Scales, double[] Squares, double[] Absolutes, double[] Targets, double[] TargetSquares)
{
    /// <summary>Root of the mean squared error, in the unit of the numbers; over several numbers, of the mean over all.</summary>
    public double Rmse => Math.Sqrt(Squares.Zip(Scales, (sum, scale) => sum * scale * scale / Rows).Average());

    /// <summary>Mean absolute error, in the unit of the numbers.</summary>
    public double Mae => Absolutes.Zip(Scales, (sum, scale) => sum * scale / Rows).Average();

    /// <summary>
    /// R², the share of the variance that the answers explain: 1 is perfect, 0 as good as the mean. Over several numbers their mean. NaN
    /// where all targets are equal.
    /// </summary>
    public double R2 => Enumerable.Range(0, Scales.Length)
        .Average(output => 1 - (Squares[output] / (TargetSquares[output] - (Targets[output] * Targets[output] / Rows))));

    /// <summary>The sums of a batch.</summary>
    /// <param name="outputs">The model's answers, normalised, <c>[batch, outputs]</c>.</param>
    /// <param name="targets">What they should be.</param>
    /// <param name="scales">Standard deviation of each number in its own unit.</param>
    public static RegressionErrors Of(Tensor outputs, Tensor targets, double[] scales)
    {
        using var noGradient = no_grad();
        var answers = outputs.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        var wanted = targets.cpu().contiguous().data<float>().ToArray();
        var sums = new RegressionErrors(
            targets.shape[0], scales, new double[scales.Length], new double[scales.Length], new double[scales.Length],
            new double[scales.Length]);
        for (var i = 0; i < wanted.Length; i++)
        {
            var output = i % scales.Length;
            double error = answers[i] - wanted[i];
            sums.Squares[output] += error * error;
            sums.Absolutes[output] += Math.Abs(error);
            sums.Targets[output] += wanted[i];
            sums.TargetSquares[output] += (double)wanted[i] * wanted[i];
        }

        return sums;
    }

    /// <summary>The sums of two sets of rows.</summary>
    public RegressionErrors Plus(RegressionErrors? other) => other is null
        ? this
        : new RegressionErrors(
            Rows + other.Rows,
            Scales,
            Add(Squares, other.Squares),
            Add(Absolutes, other.Absolutes),
            Add(Targets, other.Targets),
            Add(TargetSquares, other.TargetSquares));

    private static double[] Add(double[] first, double[] second) => [.. first.Zip(second, (x, y) => x + y)];
}
