using System.Globalization;
using System.Text;
using System.Text.Json;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>
/// A JSON value with its position in its file, so that error messages can name line and column. Comments and trailing commas are
/// allowed.
/// </summary>
internal sealed class ConfigNode
{
    private const int LargestFile = 10_000_000;

    private readonly string _file;
    private readonly string _where;
    private readonly JsonTokenType _kind;
    private readonly string _text;
    private readonly List<ConfigNode> _items = [];
    private readonly List<(ConfigNode Name, ConfigNode Value)> _members = [];

    private ConfigNode(string file, ReadOnlySpan<byte> source, ref Utf8JsonReader reader)
    {
        _file = file;
        _kind = reader.TokenType;
        _where = Position(source, (int)reader.TokenStartIndex);
        _text = _kind is JsonTokenType.String or JsonTokenType.PropertyName
            ? reader.GetString()!
            : Encoding.UTF8.GetString(reader.ValueSpan);
        if (_kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                _items.Add(new ConfigNode(file, source, ref reader));
            }
        }
        else if (_kind == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = new ConfigNode(file, source, ref reader);
                if (_members.Any(member => member.Name._text == name._text))
                {
                    throw name.Problem($"'{name._text}' occurs twice");
                }

                reader.Read();
                _members.Add((name, new ConfigNode(file, source, ref reader)));
            }
        }
    }

    /// <summary>Reads a file's content. Pipes and devices are refused before they are read.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="remedy">What to do if there is no such file.</param>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static byte[] ReadFile(string path, string remedy)
    {
        if (!Path.Exists(path))
        {
            throw new UsageException($"There is no file {path}. {remedy}");
        }

        try
        {
            return RegularFile.ReadAllBytes(path, LargestFile);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(problem.Message);
        }
    }

    /// <summary>Parses a file's content.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="utf8">The file's content.</param>
    /// <exception cref="UsageException">The content is not valid JSON.</exception>
    public static ConfigNode Parse(string file, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            var reader = new Utf8JsonReader(
                utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            reader.Read();
            var root = new ConfigNode(file, utf8, ref reader);
            reader.Read();
            return root;
        }
        catch (JsonException problem)
        {
            throw new UsageException($"{file} ({(problem.LineNumber ?? 0) + 1}, {(problem.BytePositionInLine ?? 0) + 1}) is not valid "
                + $"JSON: {problem.Message.Split(" LineNumber:")[0]}");
        }
    }

    /// <summary>The members of this object.</summary>
    /// <param name="known">The allowed names; null: any name.</param>
    /// <exception cref="UsageException">The value is not an object, or has a member that is not allowed.</exception>
    public IReadOnlyDictionary<string, ConfigNode> Members(params string[]? known)
    {
        Require(JsonTokenType.StartObject, "an object { … }");
        foreach (var (name, _) in _members)
        {
            if (known is { Length: > 0 } && !known.Contains(name._text))
            {
                throw name.Problem(NearestNames.Explain($"'{name._text}' is not known here.", name._text, known) + (
                    NearestNames.IsNear(name._text, known) ? $" Allowed are {string.Join(", ", known)}" : ""));
            }
        }

        return _members.ToDictionary(member => member.Name._text, member => member.Value);
    }

    /// <summary>A member that is required.</summary>
    public ConfigNode Member(string name) =>
        _members.FirstOrDefault(member => member.Name._text == name).Value ?? throw Problem($"'{name}' is missing");

    /// <summary>The items of this list, which must not be empty.</summary>
    public IReadOnlyList<ConfigNode> Items()
    {
        Require(JsonTokenType.StartArray, "a list [ … ]");
        return _items.Count > 0 ? _items : throw Problem("the list is empty");
    }

    /// <summary>The value as a text.</summary>
    public string String()
    {
        Require(JsonTokenType.String, "a text in quotes");
        return _text;
    }

    /// <summary>The value as texts: one, or a list that is not empty.</summary>
    public IReadOnlyList<string> Strings() => _kind == JsonTokenType.String ? [_text] : [.. Items().Select(item => item.String())];

    /// <summary>The value as a whole number.</summary>
    public long Integer()
    {
        Require(JsonTokenType.Number, "a whole number");
        return long.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Problem($"{_text} is not a whole number");
    }

    /// <summary>The value (a number, a text, true or false) as text, as on a command line.</summary>
    public string Scalar() => _kind is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.True or JsonTokenType.False
        ? _text
        : throw Problem("a number, a text, true or false is needed here");

    /// <summary>The value if it is <c>true</c> or <c>false</c>, else null.</summary>
    public bool? Truth => _kind switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };

    /// <summary>Makes an exception about this value.</summary>
    public UsageException Problem(string what) => new($"{_file} {_where}: {what}{(what[^1] is '.' or '?' ? "" : ".")}");

    private void Require(JsonTokenType kind, string what)
    {
        if (_kind != kind)
        {
            throw Problem($"{what} is needed here");
        }
    }

    private static string Position(ReadOnlySpan<byte> source, int offset)
    {
        var before = source[..offset];
        var line = before.Count((byte)'\n') + 1;
        return $"({line}, {Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1})";
    }
}
