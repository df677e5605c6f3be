using System.Text.Json;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>
/// Finds the token that ends a text. A <c>tokenizer.json</c> does not say it; these do, in this order: <c>eos_token</c> of
/// <c>tokenizer_config.json</c>, <c>eos_token_id</c> of <c>generation_config.json</c> and of <c>config.json</c> (of a list the first), and
/// the names of the special tokens.
/// </summary>
internal static class EndOfTextFiles
{
    private const string TokenizerConfig = "tokenizer_config.json";
    private const string GenerationConfig = "generation_config.json";
    private const string ModelConfig = "config.json";

    private static readonly string[] s_usualNames = ["<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "[EOS]"];

    /// <summary>The names of these files.</summary>
    public static IReadOnlyList<string> Names { get; } = [TokenizerConfig, GenerationConfig, ModelConfig];

    /// <summary>The end of text of a tokenizer; null if nothing names one.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="folder">The folder with those files; null: only the names are looked at.</param>
    /// <exception cref="FormatException">A file is damaged, or names a token that there is not.</exception>
    public static int? Find(FileTokenizer tokenizer, string? folder)
    {
        var end = folder is null
            ? null
            : Named(Path.Combine(folder, TokenizerConfig), tokenizer)
                ?? Numbered(Path.Combine(folder, GenerationConfig), tokenizer)
                ?? Numbered(Path.Combine(folder, ModelConfig), tokenizer);
        return end ?? s_usualNames
            .Select(name => tokenizer.Added.FirstOrDefault(token => token.Special && token.Content == name)?.Id)
            .FirstOrDefault(id => id is not null);
    }

    private static int? Named(string path, FileTokenizer tokenizer) => Read(path, "eos_token", value =>
    {
        var token = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out var content) ? content : value;
        return token.ValueKind == JsonValueKind.String
            ? tokenizer.IdOf(token.GetString()!)
                ?? throw new FormatException($"{path} says that '{token.GetString()}' ends a text, but there is no such token.")
            : throw new FormatException($"'eos_token' of {path} is no token.");
    });

    /// <summary>An id beyond the tokenizer's is left out: published configurations keep defaults of other vocabularies.</summary>
    private static int? Numbered(string path, FileTokenizer tokenizer) => Read(path, "eos_token_id", value =>
    {
        var first = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().FirstOrDefault() : value;
        return first.ValueKind == JsonValueKind.Number && first.TryGetInt32(out var id) && id >= 0 && id < tokenizer.Vocabulary ? id : null;
    });

    private static int? Read(string path, string key, Func<JsonElement, int?> read)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(StripNonFinite(File.ReadAllText(path)));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out var value)
                && value.ValueKind != JsonValueKind.Null ? read(value) : null;
        }
        catch (JsonException problem)
        {
            throw new FormatException($"{path} is not valid JSON: {problem.Message}", problem);
        }
    }

    /// <summary>Python writes numbers that are not finite as words, which JSON has not; none of them is looked at here.</summary>
    private static string StripNonFinite(string json) => System.Text.RegularExpressions.Regex.Replace(
        json, @"(?<=[:\[,]\s*)-?(?:Infinity|NaN)(?=\s*[,\]}])", "null", System.Text.RegularExpressions.RegexOptions.CultureInvariant);
}
