using System.Globalization;

namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>The error of a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Dimensions">Coordinates of the paths; the label is S¹² for 2 and S¹²³ for 3.</param>
/// <param name="Error">Root mean squared error on the paths that were not trained on.</param>
/// <param name="OfMean">The error as a share of that of the mean label.</param>
/// <param name="PaperLow">The paper's smallest error of five seeds; null where the paper has no such row.</param>
/// <param name="PaperHigh">The paper's largest error of five seeds.</param>
/// <param name="Seconds">Time that fitting or training took.</param>
internal sealed record SignatureRow(
    string Model, int Dimensions, double Error, double OfMean, double? PaperLow, double? PaperHigh, double Seconds)
{
    /// <summary>The error in tables.</summary>
    public string Text() => Text(Error);

    /// <summary>The published errors in tables.</summary>
    public string Published() => (PaperLow, PaperHigh) switch
    {
        ({ } low, { } high) => low == high ? Text(low) : $"{Text(low)} – {Text(high)}",
        _ => "–",
    };

    private static string Text(double error) => error.ToString("0.0e+0", CultureInfo.InvariantCulture);
}
