using System.Text.Json;
using System.Text.Json.Serialization;

namespace SerpentDsl.Experiments.Output;

/// <summary>Settings for the JSON files of a run.</summary>
internal static class JsonSettings
{
    /// <summary>Settings for a file that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    /// <summary>Settings for one line of a JSON Lines file.</summary>
    public static JsonSerializerOptions Line { get; } = Make(indented: false);

    private static JsonSerializerOptions Make(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // A loss that is not finite is written as "NaN" or "Infinity", as a string, which keeps the file valid JSON.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
