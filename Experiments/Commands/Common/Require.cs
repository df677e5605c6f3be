namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Checks of option values.</summary>
internal static class Require
{
    /// <summary>Refuses a value below the least one.</summary>
    /// <param name="least">The least value.</param>
    /// <param name="value">The value; null where the option is not given.</param>
    /// <param name="option">The option, with its dashes.</param>
    /// <exception cref="UsageException">The value is too small.</exception>
    public static void AtLeast(int least, int? value, string option)
    {
        if (value < least)
        {
            throw new UsageException($"{option} is {value}; it must be at least {least}.");
        }
    }
}
