using System.Text;
using System.Text.Json;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Generation;

/// <summary>
/// Reads prompts from a file: one on each line that is not empty. In a file named <c>.jsonl</c>, a line is a JSON string, or an object with
/// a <c>prompt</c>.
/// </summary>
internal static class PromptFile
{
    private const string Key = "prompt";

    /// <exception cref="UsageException">The file is missing or malformed; the message names the line.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        if (!Path.Exists(path))
        {
            throw new UsageException($"--prompts is '{path}', which is no file. Name a text file with a prompt on each line.");
        }

        if (RegularFile.Problem(path, mayBeEmpty: true) is { } problem)
        {
            throw new UsageException($"--prompts cannot be read. {problem}");
        }

        // A device has no length either, and never ends.
        if (new FileInfo(path) is { LinkTarget: null, Length: 0 })
        {
            throw Empty(path);
        }

        var isJson = Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase);
        var prompts = new List<string>();
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)))
            {
                number++;
                if (line.Length > 0)
                {
                    prompts.Add(isJson ? FromJson(line, path, number) : line);
                }
            }
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{path} is not UTF-8 text. Save it as UTF-8.");
        }

        return prompts.Count > 0 ? prompts : throw Empty(path);
    }

    private static UsageException Empty(string path) => new($"{path} has no prompts. Write one on each line.");

    private static string FromJson(string line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var value = document.RootElement;
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Key, out var prompt))
            {
                value = prompt;
            }

            return value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new UsageException(
                    $"{path}, line {number}: there is no prompt. Write a JSON string, or an object with the key '{Key}'.");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new UsageException($"{path}, line {number} is not valid JSON: {problem.Message}");
        }
    }
}
