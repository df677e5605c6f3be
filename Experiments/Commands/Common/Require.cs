namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Checks values of options.</summary>
internal static class Require
{
    /// <summary>Checks that a value is not below the smallest allowed one.</summary>
    /// <param name="least">The smallest allowed value.</param>
    /// <param name="value">The value; null if the option is not given.</param>
    /// <param name="option">The option's name with its dashes.</param>
    /// <exception cref="UsageException">The value is too small.</exception>
    public static void AtLeast(int least, int? value, string option)
    {
        if (value < least)
        {
            throw new UsageException($"{option} is {value}; it must be at least {least}.");
        }
    }

    /// <summary>Reads the name of a choice, ignoring case.</summary>
    /// <typeparam name="T">The choices.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="option">The option's name with its dashes.</param>
    /// <exception cref="UsageException">There is no such choice.</exception>
    public static T Choice<T>(string name, string option)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(choice => choice.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Cast<T?>().FirstOrDefault()
            ?? throw new UsageException(
                $"{option} is '{name}'; it must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
}
