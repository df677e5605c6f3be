using System.Text;

namespace VerifyTests;

/// <summary>An ordered list of edits of a received text, and the edits that work line by line.</summary>
internal sealed class Scrubbers
{
    private readonly List<Action<StringBuilder>> _edits = [];

    public Scrubbers()
    {
    }

    public Scrubbers(Scrubbers other) => _edits.AddRange(other._edits);

    public void Add(Action<StringBuilder> edit, ScrubberLocation location) =>
        _edits.Insert(location == ScrubberLocation.First ? 0 : _edits.Count, edit);

    public void AddLines(Func<string, string?> replace, ScrubberLocation location) => Add(text => ReplaceLines(text, replace), location);

    public void AddRemovalOf(StringComparison comparison, string[] fragments, ScrubberLocation location) =>
        AddLines(line => fragments.Any(fragment => line.Contains(fragment, comparison)) ? null : line, location);

    public void Apply(StringBuilder text)
    {
        foreach (var edit in _edits)
        {
            edit(text);
        }
    }

    /// <summary>Puts what <paramref name="replace"/> gives in each line's place; null removes the line.</summary>
    private static void ReplaceLines(StringBuilder text, Func<string, string?> replace)
    {
        var lines = text.ToString().Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        text.Clear().AppendJoin('\n', lines.Select(replace).Where(line => line is not null));
    }
}
