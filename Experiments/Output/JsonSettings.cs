using System.Text.Json;
using System.Text.Json.Serialization;

namespace SerpentDsl.Experiments.Output;

/// <summary>How the files of a run are written as JSON.</summary>
internal static class JsonSettings
{
    /// <summary>For a file that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    /// <summary>For one line of JSON Lines.</summary>
    public static JsonSerializerOptions Line { get; } = Make(indented: false);

    private static JsonSerializerOptions Make(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // A diverged loss is written as "NaN": still JSON, and not silently a number.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
