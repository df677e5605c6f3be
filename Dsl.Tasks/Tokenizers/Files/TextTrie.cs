namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Finds which of many texts begin at a place of another text.</summary>
internal sealed class TextTrie
{
    private readonly Dictionary<(int Node, char Next), int> _nodes = [];
    private readonly List<int> _values = [-1];

    /// <summary>Adds a text; of two equal ones the first is kept.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="value">Its number, from 0.</param>
    public void Add(string text, int value)
    {
        var node = 0;
        foreach (var character in text)
        {
            if (!_nodes.TryGetValue((node, character), out var next))
            {
                next = _values.Count;
                _nodes.Add((node, character), next);
                _values.Add(-1);
            }

            node = next;
        }

        _values[node] = _values[node] < 0 ? value : _values[node];
    }

    /// <summary>The texts that begin at a place, shortest first.</summary>
    public IEnumerable<(int Length, int Value)> At(string text, int start)
    {
        var node = 0;
        for (var i = start; i < text.Length && _nodes.TryGetValue((node, text[i]), out node); i++)
        {
            if (_values[node] >= 0)
            {
                yield return (i + 1 - start, _values[node]);
            }
        }
    }

    /// <summary>The longest text that begins at a place; its length is 0 if there is none.</summary>
    public (int Length, int Value) LongestAt(string text, int start)
    {
        var (node, longest) = (0, (0, -1));
        for (var i = start; i < text.Length && _nodes.TryGetValue((node, text[i]), out node); i++)
        {
            longest = _values[node] >= 0 ? (i + 1 - start, _values[node]) : longest;
        }

        return longest;
    }
}
