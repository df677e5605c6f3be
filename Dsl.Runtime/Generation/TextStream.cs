using System.Runtime.InteropServices;
using SerpentDsl.Tasks;

namespace SerpentDsl.Generation;

/// <summary>
/// Turns tokens into text one by one. A character whose bytes are spread over several tokens is returned when it is complete. Characters
/// that may be the beginning of a stop are held back until it is known whether they are.
/// </summary>
/// <remarks>
/// Each token is decoded together with the few before it, because what it stands for may depend on them, such as a space between two words.
/// </remarks>
public sealed class TextStream
{
    private const char Incomplete = '\uFFFD';

    /// <summary>Tokens of the text before that are decoded with the first one.</summary>
    private const int ContextTokens = 8;

    /// <summary>If a character is not complete after this many tokens, the model writes invalid bytes, which are returned.</summary>
    private const int MostIncomplete = 16;

    private readonly ITokenizer _tokenizer;
    private readonly string[] _stops;
    private readonly List<int> _window;

    // The window's tokens before this one give complete characters, and so does the window as a whole when this is its length.
    private int _complete;
    private int _returned;
    private string _held = "";

    /// <param name="tokenizer">Turns ids into text.</param>
    /// <param name="before">The ids of the text that is continued, such as a prompt; none at the start of a text.</param>
    /// <param name="stops">Texts before which the text ends; null: none.</param>
    public TextStream(ITokenizer tokenizer, ReadOnlySpan<int> before = default, IEnumerable<string>? stops = null)
    {
        _tokenizer = tokenizer;
        _stops = [.. stops ?? []];
        _window = [.. before[Math.Max(0, before.Length - ContextTokens)..]];
        _complete = _window.Count;
        _returned = Decode(0).Length;
    }

    /// <summary>Whether a stop has come. The text before it is returned; nothing follows.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Decodes the next token.</summary>
    /// <param name="token">The id.</param>
    /// <returns>The characters that are now certain; may be empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id; the stream is unchanged.</exception>
    public string Append(int token)
    {
        if (Stopped)
        {
            return "";
        }

        _window.Add(token);
        string text;
        try
        {
            text = Decode(0);
        }
        catch (ArgumentOutOfRangeException)
        {
            _window.RemoveAt(_window.Count - 1);
            throw;
        }

        var certain = text.AsSpan().TrimEnd(Incomplete).Length;
        if (certain < text.Length && _window.Count - _complete > MostIncomplete)
        {
            certain = text.Length;
        }

        var fresh = certain > _returned ? text[_returned..certain] : "";
        _returned = Math.Max(_returned, certain);
        if (certain == text.Length && fresh.Length > 0)
        {
            Forget();
        }

        return Release(fresh, isLast: false);
    }

    /// <summary>Ends the text: what was held back is returned; an incomplete character becomes U+FFFD.</summary>
    public string Flush()
    {
        if (Stopped)
        {
            return "";
        }

        var text = Decode(0);
        var fresh = text.Length > _returned ? text[_returned..] : "";
        _returned = Math.Max(_returned, text.Length);
        return Release(fresh, isLast: true);
    }

    /// <summary>Drops the tokens that the next ones no longer need: all before the last that completed characters.</summary>
    private void Forget()
    {
        var kept = Decode(_complete).Length;
        if (kept > 0)
        {
            _window.RemoveRange(0, _complete);
            _returned = kept;
        }

        _complete = _window.Count;
    }

    private string Decode(int from) => _tokenizer.Decode(CollectionsMarshal.AsSpan(_window)[from..]);

    private string Release(string fresh, bool isLast)
    {
        if (_stops.Length == 0)
        {
            return fresh;
        }

        var text = _held + fresh;
        var end = text.Length;
        foreach (var stop in _stops)
        {
            var at = text.AsSpan(0, Math.Min(text.Length, end + stop.Length)).IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && at <= end)
            {
                (end, Stopped) = (at, true);
            }
        }

        if (Stopped)
        {
            _held = "";
            return text[..end];
        }

        var held = isLast ? 0 : _stops.Max(stop => Overlap(text, stop));
        _held = text[^held..];
        return text[..^held];
    }

    /// <summary>Length of the longest beginning of a stop, not all of it, with which a text ends.</summary>
    private static int Overlap(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.AsSpan()[^length..].SequenceEqual(stop.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }
}
