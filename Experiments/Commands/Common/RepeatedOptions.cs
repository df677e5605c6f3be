namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>
/// The values of an option that may be given several times (<see cref="RepeatableAttribute"/>). CommandLineParser takes a list only as
/// several values behind one option, and would take the name of a run that follows for one of them; so the values are joined to one text.
/// </summary>
internal static class RepeatedOptions
{
    /// <summary>Separates the values; no text that a person types contains it.</summary>
    public const char Separator = '\u001F';

    /// <summary>The values of an option.</summary>
    /// <param name="joined">The value of its property; null: the option was not given.</param>
    public static string[] Split(string? joined) => joined?.Split(Separator) ?? [];
}
