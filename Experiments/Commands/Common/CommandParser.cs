using System.Globalization;
using CommandLine;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Makes the parsers of command lines and of the options in sweep files, which follow the same rules.</summary>
internal static class CommandParser
{
    /// <summary>
    /// A parser of arguments that <see cref="Arguments.CommandArguments"/> has checked; enum values are read without regard to case,
    /// numbers in the invariant culture. An option of many values may be given several times.
    /// </summary>
    public static Parser Create() => new(settings =>
    {
        settings.HelpWriter = null;
        settings.CaseInsensitiveEnumValues = true;
        settings.AllowMultiInstance = true;
        settings.ParsingCulture = CultureInfo.InvariantCulture;
    });
}
