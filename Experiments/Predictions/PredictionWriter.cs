using System.Globalization;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Predictions;

/// <summary>Writes predictions, one after another.</summary>
/// <param name="target">What is written to; stays open.</param>
/// <param name="kept">Names of the columns that are kept beside the predictions.</param>
internal abstract class PredictionWriter(TextWriter target, IReadOnlyList<string> kept)
{
    private const string Digits = "G6";

    /// <summary>What is written to.</summary>
    protected TextWriter Target => target;

    /// <summary>Names of the columns that are kept.</summary>
    protected IReadOnlyList<string> Kept => kept;

    /// <summary>Names of the written columns.</summary>
    protected PredictionNames Names { get; } = new(kept);

    /// <summary>Writes a prediction.</summary>
    /// <param name="cells">The kept cells.</param>
    /// <param name="prediction">The prediction.</param>
    public abstract void Write(IReadOnlyList<string?> cells, Prediction prediction);

    /// <summary>A number with as many digits as mean something.</summary>
    protected static string Text(double number) => number.ToString(Digits, CultureInfo.InvariantCulture);
}
