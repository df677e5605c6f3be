using System.Text;
using SerpentDsl.Generation;

namespace SerpentDsl.Experiments.Generation;

/// <summary>
/// Writes the texts of several prompts that are generated together, one after the other: the first that is not complete is written as it
/// comes, the ones after it are kept until it ends.
/// </summary>
/// <param name="prompts">The prompts.</param>
/// <param name="output">Receives the texts.</param>
internal sealed class TextsInOrder(IReadOnlyList<string> prompts, TextWriter output)
{
    private readonly StringBuilder[] _kept = [.. prompts.Select(_ => new StringBuilder())];
    private readonly bool[] _ended = new bool[prompts.Count];
    private int _current = -1;

    /// <summary>Writes the first prompt.</summary>
    public void Begin() => Next();

    /// <summary>Takes a piece of a text.</summary>
    public void Add(TextPiece piece)
    {
        _ended[piece.Prompt] = piece.Finish is not null;
        if (piece.Prompt != _current)
        {
            _kept[piece.Prompt].Append(piece.Text);
            return;
        }

        output.Write(piece.Text);
        while (_current < prompts.Count && _ended[_current])
        {
            Next();
        }

        output.Flush();
    }

    /// <summary>Ends the line of a text that was stopped.</summary>
    public void End()
    {
        if (_current < prompts.Count)
        {
            output.WriteLine();
        }
    }

    private void Next()
    {
        if (_current >= 0)
        {
            output.WriteLine();
        }

        _current++;
        if (_current == prompts.Count)
        {
            return;
        }

        if (prompts.Count > 1)
        {
            output.WriteLine($"{(_current > 0 ? Environment.NewLine : "")}[{_current + 1} of {prompts.Count}]");
        }

        output.Write(prompts[_current]);
        output.Write(_kept[_current]);
        output.Flush();
    }
}
