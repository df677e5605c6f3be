using System.Text;
using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>
/// Reads JSON as Python's <c>json</c> writes it: JSON has no word for infinity, and Python writes <c>Infinity</c>, <c>-Infinity</c> and
/// <c>NaN</c>; newer versions of transformers write <c>{"__float__": "Infinity"}</c>. Both are read; everything else must be JSON.
/// </summary>
internal static class PythonJson
{
    private const string FloatTag = "__float__";

    private static readonly (byte[] Word, double Value)[] s_words =
    [
        ("-Infinity"u8.ToArray(), double.NegativeInfinity),
        ("Infinity"u8.ToArray(), double.PositiveInfinity),
        ("NaN"u8.ToArray(), double.NaN),
    ];

    /// <summary>Parses a text.</summary>
    /// <param name="utf8">The text in UTF-8, with or without a byte-order mark.</param>
    /// <param name="file">Its name in messages.</param>
    /// <returns>The object or value, independent of the text.</returns>
    /// <exception cref="SafetensorsException">The text is not JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string file)
    {
        if (utf8 is [0xEF, 0xBB, 0xBF, ..])
        {
            utf8 = utf8[3..];
        }

        try
        {
            using var document = JsonDocument.Parse(WithTags(utf8));
            var root = document.RootElement.Clone();
            CheckText(root);
            return root;
        }
        catch (JsonException problem)
        {
            // The position behind the sentence counts lines from 0.
            var sentence = problem.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new SafetensorsException(
                $"{file} is not valid JSON, line {(problem.LineNumber ?? 0) + 1}: "
                    + $"{WrongContent.Describe(utf8[..Math.Min(utf8.Length, WrongContent.Length)]) ?? sentence}",
                problem);
        }
        catch (InvalidOperationException problem)
        {
            // A string with half a surrogate pair.
            throw new SafetensorsException($"{file} is not valid JSON: {problem.Message}", problem);
        }
    }

    /// <summary>The number that an element holds, infinities included; null if it holds none.</summary>
    public static double? Real(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            return element.TryGetDouble(out var number) ? number : null;
        }

        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 1
            || !element.TryGetProperty(FloatTag, out var word) || word.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var text = Encoding.UTF8.GetBytes(word.GetString()!);
        foreach (var (known, value) in s_words)
        {
            if (text.AsSpan().SequenceEqual(known))
            {
                return value;
            }
        }

        return null;
    }

    // Replaces Python's words, outside of strings, by transformers' tagged form. Lines stay where they are.
    private static byte[] WithTags(ReadOnlySpan<byte> utf8)
    {
        using var result = new MemoryStream(utf8.Length);
        var isText = false;
        for (var i = 0; i < utf8.Length; i++)
        {
            var letter = utf8[i];
            if (isText && letter == '\\' && i + 1 < utf8.Length)
            {
                result.WriteByte(letter);
                result.WriteByte(utf8[++i]);
                continue;
            }

            isText ^= letter == '"';
            if (!isText && letter is (byte)'-' or (byte)'I' or (byte)'N' && WordAt(utf8[i..]) is { } word)
            {
                result.Write("{\""u8);
                result.Write(Encoding.UTF8.GetBytes(FloatTag));
                result.Write("\":\""u8);
                result.Write(word);
                result.Write("\"}"u8);
                i += word.Length - 1;
                continue;
            }

            result.WriteByte(letter);
        }

        return result.ToArray();
    }

    private static byte[]? WordAt(ReadOnlySpan<byte> text)
    {
        foreach (var (word, _) in s_words)
        {
            if (text.StartsWith(word))
            {
                return word;
            }
        }

        return null;
    }

    // Strings are decoded when they are asked for; one that is not valid Unicode is found here, once.
    private static void CheckText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    CheckText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    CheckText(property.Value);
                }

                break;
            default:
                break;
        }
    }
}
