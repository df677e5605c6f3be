using System.Globalization;

namespace SerpentDsl.Experiments.Training;

/// <summary>A loss, gradient or parameter of a training is NaN or infinite, so training on would be useless.</summary>
/// <param name="message">What is not finite.</param>
internal sealed class DivergenceException(string message) : Exception(message)
{
    /// <summary>Refuses a value that is NaN or infinite.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="DivergenceException">It is not finite.</exception>
    public static void ThrowIfNotFinite(double value, string what)
    {
        if (!double.IsFinite(value))
        {
            throw new DivergenceException($"{what} is {value.ToString(CultureInfo.InvariantCulture)}");
        }
    }
}
