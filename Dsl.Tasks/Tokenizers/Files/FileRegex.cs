using System.Globalization;
using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>
/// Translates the regular expressions of a <c>tokenizer.json</c>, which are written for the Oniguruma library, into .NET's. What the two
/// understand differently is translated, or refused by name.
/// </summary>
internal sealed class FileRegex
{
    // Oniguruma's \w: letters, all marks, decimal and letter numbers, connectors.
    private const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9";

    private static readonly HashSet<string> s_categories = new(StringComparer.Ordinal)
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn",
    };

    private static readonly string[] s_groups = ["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?i)"];

    private readonly string _pattern;
    private readonly string _place;
    private readonly StringBuilder _result = new();
    private readonly Stack<int> _groups = new();
    private int _at;
    private int _atom = -1;

    private FileRegex(string pattern, string place)
    {
        _pattern = pattern;
        _place = place;
    }

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="place">Where it stands in the file, for messages.</param>
    /// <exception cref="FormatException">The pattern needs what is not known here.</exception>
    public static string Translate(string pattern, string place) => new FileRegex(pattern, place).Run();

    private string Run()
    {
        if (_pattern.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            throw Unknown("a character beyond U+FFFF");
        }

        while (_at < _pattern.Length)
        {
            switch (_pattern[_at])
            {
                case '(':
                    Open();
                    break;
                case ')':
                    _atom = _groups.TryPop(out var start) ? start : throw Unknown("')' without '('");
                    _result.Append(_pattern[_at++]);
                    break;
                case '[':
                    _atom = _result.Length;
                    Class();
                    break;
                case '*' or '+' or '?':
                    Quantify(_pattern[_at++].ToString());
                    break;
                case '{':
                    Quantify(Counts());
                    break;
                case '\\':
                    _atom = _result.Length;
                    Escape(inClass: false);
                    break;
                case '|' or '^' or '$':
                    _atom = -1;
                    _result.Append(_pattern[_at++]);
                    break;
                default:
                    _atom = _result.Length;
                    _result.Append(_pattern[_at++]);
                    break;
            }
        }

        return _groups.Count == 0 ? _result.ToString() : throw Unknown("'(' without ')'");
    }

    private void Open()
    {
        _groups.Push(_result.Length);
        var group = "(";
        if (_pattern.AsSpan(_at).StartsWith("(?"))
        {
            group = Array.Find(s_groups, known => _pattern.AsSpan(_at).StartsWith(known))
                ?? throw Unknown($"'{_pattern.Substring(_at, Math.Min(4, _pattern.Length - _at))}'");
            if (group == "(?i)")
            {
                _groups.Pop();
            }
        }

        _atom = -1;
        _at += group.Length;
        _result.Append(group);
    }

    /// <summary>Writes a quantifier. A possessive one becomes an atomic group, and <c>{n,m}+</c> a repeated one, as in Oniguruma.</summary>
    private void Quantify(string quantifier)
    {
        if (_atom < 0)
        {
            throw Unknown($"'{quantifier}' with nothing before it");
        }

        var next = _at < _pattern.Length ? _pattern[_at] : default;
        _result.Append(quantifier);
        if (next == '?' && quantifier[0] != '{')
        {
            _at++;
            _result.Append('?');
        }
        else if (next == '+')
        {
            _at++;
            _result.Insert(_atom, quantifier[0] == '{' ? "(?:" : "(?>").Append(quantifier[0] == '{' ? ")+" : ")");
        }
        else if (next is '*' or '?' or '{')
        {
            throw Unknown($"'{quantifier}{next}'");
        }

        if (_at < _pattern.Length && _pattern[_at] is '*' or '+' or '?' or '{')
        {
            throw Unknown($"'{quantifier}{next}{_pattern[_at]}'");
        }
    }

    private string Counts()
    {
        var end = _pattern.IndexOf('}', _at);
        var counts = end < 0 ? "" : _pattern[(_at + 1)..end];
        var bounds = counts.Split(',');
        if (bounds.Length > 2 || bounds[0].Length == 0
            || Array.Exists(bounds, bound => bound.Length > 4 || !bound.All(char.IsAsciiDigit)))
        {
            throw Unknown($"'{{{counts}'");
        }

        _at = end + 1;
        return $"{{{counts}}}";
    }

    private void Class()
    {
        var start = _at;
        _result.Append(_pattern[_at++]);
        if (_at < _pattern.Length && _pattern[_at] == '^')
        {
            _result.Append(_pattern[_at++]);
        }

        var first = _at;
        while (_at < _pattern.Length && _pattern[_at] != ']')
        {
            if (_pattern[_at] == '\\')
            {
                Escape(inClass: true);
            }
            else if (_pattern[_at] == '[' || _pattern.AsSpan(_at).StartsWith("&&"))
            {
                throw Unknown($"'{_pattern[_at]}' in the set {_pattern[start.._at]}");
            }
            else
            {
                _result.Append(_pattern[_at++]);
            }
        }

        if (_at == _pattern.Length || _at == first)
        {
            throw Unknown($"the set {_pattern[start..]}");
        }

        _result.Append(_pattern[_at++]);
    }

    private void Escape(bool inClass)
    {
        var letter = _at + 1 < _pattern.Length ? _pattern[_at + 1] : throw Unknown("'\\' at the end");
        _at += 2;
        switch (letter)
        {
            case 'p' or 'P':
                var end = _pattern.IndexOf('}', _at);
                var category = end > _at && _pattern[_at] == '{' ? _pattern[(_at + 1)..end] : "";
                _result.Append(
                    s_categories.Contains(category) ? $"\\{letter}{{{category}}}" : throw Unknown($"'\\{letter}{{{category}}}'"));
                _at = end + 1;
                break;
            case 'w':
                _result.Append(inClass ? Word : $"[{Word}]");
                break;
            case 'W' when !inClass:
                _result.Append(CultureInfo.InvariantCulture, $"[^{Word}]");
                break;
            case 's' or 'S' or 'd' or 'D' or 'r' or 'n' or 't' or 'f' or 'v':
                _result.Append('\\').Append(letter);
                break;
            case 'u' when _at + 4 <= _pattern.Length && _pattern.AsSpan(_at, 4).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0:
                _result.Append("\\u").Append(_pattern, _at, 4);
                _at += 4;
                break;
            case var _ when !char.IsAsciiLetterOrDigit(letter):
                _result.Append('\\').Append(letter);
                break;
            default:
                throw Unknown($"'\\{letter}'");
        }
    }

    private FormatException Unknown(string what) =>
        new($"its {_place} is a regular expression with {what}, which is not known here: {_pattern}");
}
