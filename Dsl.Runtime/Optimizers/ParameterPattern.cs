using System.IO.Enumeration;

namespace SerpentDsl.Optimizers;

/// <summary>
/// A pattern of parameter names, such as <c>blocks.0.*</c>: <c>*</c> stands for any characters, dots included, <c>?</c> for one. Case
/// counts.
/// </summary>
/// <param name="Text">The pattern.</param>
public sealed record ParameterPattern(string Text)
{
    /// <summary>Whether a name fits the pattern as a whole.</summary>
    /// <param name="name">A <c>state_dict</c> name.</param>
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Text, name, ignoreCase: false);

    /// <summary>Refuses a pattern that none of some names fits.</summary>
    /// <param name="names">The names, at least one.</param>
    /// <param name="what">What they are names of, for the message.</param>
    /// <exception cref="ArgumentException">No name fits; the message has the pattern and some names.</exception>
    public void RequireMatch(IReadOnlyCollection<string> names, string what)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (!names.Any(Matches))
        {
            throw new ArgumentException(
                $"No {what} has a name like '{Text}'; there are {string.Join(", ", names.Take(3))}{(names.Count > 3 ? ", …" : "")}. "
                    + "A * stands for any characters.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
