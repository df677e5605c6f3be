using System.Globalization;

namespace SerpentDsl.Experiments.Training;

/// <summary>The loss, a gradient or a parameter is NaN or infinite, so the training cannot continue.</summary>
/// <param name="message">The value that is not finite.</param>
internal sealed class DivergenceException(string message) : Exception(message)
{
    /// <summary>Checks that a value is finite.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">Name of the value, for the message.</param>
    /// <exception cref="DivergenceException">The value is NaN or infinite.</exception>
    public static void ThrowIfNotFinite(double value, string what)
    {
        if (!double.IsFinite(value))
        {
            throw new DivergenceException($"{what} is {value.ToString(CultureInfo.InvariantCulture)}");
        }
    }
}
