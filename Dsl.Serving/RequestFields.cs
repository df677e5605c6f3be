using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SerpentDsl.Serving;

/// <summary>The fields of a request's JSON body. Every mistake is named with its field.</summary>
internal sealed class RequestFields
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly JsonElement _body;

    private RequestFields(JsonElement body) => _body = body;

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mostBytes">Largest body.</param>
    /// <param name="known">The fields that a body may have.</param>
    /// <exception cref="RequestException">The body is too long, is no JSON object, or has an unknown field.</exception>
    public static async Task<RequestFields> ReadAsync(HttpRequest request, int mostBytes, params string[] known)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestException(415, "The body must be JSON, with the header 'Content-Type: application/json'.");
        }

        var bytes = await BodyOf(request, mostBytes);
        try
        {
            using var document = JsonDocument.Parse(bytes, s_options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new RequestException(400, $"The body is no JSON object; send one with {string.Join(", ", known)}.");
            }

            var names = document.RootElement.EnumerateObject().Select(field => field.Name);
            if (names.FirstOrDefault(name => !known.Contains(name)) is { } strange)
            {
                throw new RequestException(400, $"There is no field '{strange}'; there are {string.Join(", ", known)}.");
            }

            return new RequestFields(document.RootElement.Clone());
        }
        catch (JsonException problem)
        {
            throw new RequestException(400, $"The body is not valid JSON: {problem.Message.Split(". ")[0].TrimEnd('.')}.");
        }
    }

    /// <summary>Whether the body has a field, and not null in it.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text; null if the field is absent.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value, $"'{name}'") : null;

    /// <summary>Several texts; null if the field is absent.</summary>
    public IReadOnlyList<string>? Texts(string name) => Items(name, "texts", TextOf);

    /// <summary>Several pairs of texts; null if the field is absent.</summary>
    public IReadOnlyList<(string First, string Second)>? Pairs(string name) => Items(name, "pairs of texts", (item, where) =>
        item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2
            ? (TextOf(item[0], $"the first text of {where}"), TextOf(item[1], $"the second text of {where}"))
            : throw new RequestException(400, $"The value of {where} must be an array of two texts."));

    /// <summary>A whole number; null if the field is absent.</summary>
    public int? Whole(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Wrong($"'{name}'", "a whole number");

    /// <summary>A number; null if the field is absent.</summary>
    public double? Number(string name) => Find(name) is { } value ? NumberOf(value, $"'{name}'") : null;

    /// <summary>True or false; null if the field is absent.</summary>
    public bool? Flag(string name) => Find(name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"'{name}'", "true or false"),
    };

    /// <summary>A series, position by position with one number or an array of them; null if the field is absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="inputs">Numbers at each position.</param>
    public float[]? Series(string name, int inputs) => Find(name) is { } value ? SeriesOf(value, $"'{name}'", inputs) : null;

    /// <summary>Several series; null if the field is absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="inputs">Numbers at each position.</param>
    public IReadOnlyList<float[]>? ManySeries(string name, int inputs) =>
        Items(name, "series", (item, where) => SeriesOf(item, where, inputs));

    private static async Task<byte[]> BodyOf(HttpRequest request, int mostBytes)
    {
        var tooLong = new RequestException(413, $"The body is longer than {mostBytes:N0} bytes, which is the most that is taken.");
        if (request.ContentLength > mostBytes)
        {
            throw tooLong;
        }

        using var body = new MemoryStream();
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            body.Write(buffer.AsSpan(0, read));
            if (body.Length > mostBytes)
            {
                throw tooLong;
            }
        }

        return body.ToArray();
    }

    private static string TextOf(JsonElement value, string where)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Wrong(where, "a text");
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8.
            throw Wrong(where, "valid Unicode");
        }
    }

    private static float[] SeriesOf(JsonElement value, string where, int inputs) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().SelectMany((position, index) => PositionOf(position, $"{where} at position {index + 1}", inputs))]
        : throw Wrong(where, "an array of positions");

    private static IEnumerable<float> PositionOf(JsonElement position, string where, int inputs)
    {
        var isVector = position.ValueKind == JsonValueKind.Array;
        if (isVector ? position.GetArrayLength() != inputs : inputs != 1)
        {
            throw Wrong(where, inputs == 1 ? "a number" : $"an array of {inputs} numbers");
        }

        return isVector
            ? position.EnumerateArray().Select(number => (float)NumberOf(number, where))
            : [(float)NumberOf(position, where)];
    }

    private static double NumberOf(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number
            : throw Wrong(where, "a number");

    private static RequestException Wrong(string where, string expected) => new(400, $"The value of {where} must be {expected}.");

    private JsonElement? Find(string name) =>
        _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T[]? Items<T>(string name, string what, Func<JsonElement, string, T> read) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select((item, index) => read(item, $"'{name}[{index}]'"))]
        : throw Wrong($"'{name}'", $"an array of {what}");
}
