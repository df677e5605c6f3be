using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SerpentDsl.Io;
using SerpentDsl.Tasks.TokenizerFiles;

namespace SerpentDsl.Tasks;

/// <summary>
/// Reads and writes tokenizers: Hugging Face's <c>tokenizer.json</c>, with the ids of its own library, and reads GPT-2's pair of files. A
/// file with settings that are not known is refused, not read approximately.
/// </summary>
public static class TokenizerFile
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Whether a tokenizer has a form as a <c>tokenizer.json</c>: one that was read from such a file or learned here.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    public static bool CanWrite(ITokenizer tokenizer) => tokenizer is FileTokenizer or WordTokenizer or BytePairTokenizer;

    /// <summary>Writes a <c>tokenizer.json</c> atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokenizer">One that was read from such a file, or a <see cref="BytePairTokenizer"/> or
    /// <see cref="WordTokenizer"/>.</param>
    public static void Write(string path, ITokenizer tokenizer)
    {
        var json = ToJson(tokenizer);
        AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>
    /// Reads a <c>tokenizer.json</c>, plain or gzipped. The end of text is what the files <c>tokenizer_config.json</c>,
    /// <c>generation_config.json</c> and <c>config.json</c> beside it say (<c>eos_token</c>, <c>eos_token_id</c>), else an added token of a
    /// usual name.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TaskDataException">The file is damaged, or describes a tokenizer that is not supported.</exception>
    public static ITokenizer Read(string path) => Guard(path, () =>
    {
        using var reader = new StreamReader(
            new SourceFile(path).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        return FromJson(reader.ReadToEnd(), Path.GetDirectoryName(Path.GetFullPath(path)));
    });

    /// <summary>Reads GPT-2's files, plain or gzipped.</summary>
    /// <param name="encoderPath"><c>encoder.json</c>: the ids of all tokens.</param>
    /// <param name="mergesPath"><c>vocab.bpe</c>: the merges in order, after a line that names the version.</param>
    /// <exception cref="TaskDataException">A file is damaged.</exception>
    public static BytePairTokenizer ReadGpt2(string encoderPath, string mergesPath) => Guard(encoderPath, () =>
    {
        using var encoder = new SourceFile(encoderPath).Open();
        using var document = JsonDocument.Parse(encoder);
        var ids = document.RootElement.EnumerateObject().ToDictionary(
            token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
        var merges = new List<BytePairMerge>();
        using var reader = new StreamReader(new SourceFile(mergesPath).Open());
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
            {
                var (left, right) = BytePairModel.CutMerge(line);
                merges.Add(new BytePairMerge(IdOf(left), IdOf(right), IdOf(left + right)));
            }
        }

        return MakeGpt2(ids, merges);

        int IdOf(string name) => ids.TryGetValue(name, out var id)
            ? id
            : throw new FormatException($"the merges name '{name}', which is not in the vocabulary.");
    });

    internal static string ToJson(ITokenizer tokenizer) =>
        tokenizer is FileTokenizer file ? file.Json : OwnTokenizerForm.Describe(tokenizer).ToJsonString(s_options);

    /// <param name="json">The content of a <c>tokenizer.json</c>.</param>
    /// <param name="folder">The folder with the files that may name the end of text; null: none.</param>
    /// <exception cref="FormatException">The text describes a tokenizer that is not supported.</exception>
    internal static ITokenizer FromJson(string json, string? folder = null)
    {
        using var document = JsonDocument.Parse(json);
        return OwnTokenizerForm.TryRead(document.RootElement) ?? new FileTokenizer(json, document.RootElement, folder);
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (
            problem is JsonException or FormatException or InvalidOperationException or ArgumentException or InvalidDataException)
        {
            throw new TaskDataException($"{path} cannot be read as a tokenizer: {problem.Message}", problem);
        }
    }

    /// <summary>Tokens that are neither single bytes nor results of a merge are specials, such as GPT-2's end of text.</summary>
    private static BytePairTokenizer MakeGpt2(Dictionary<string, int> ids, IReadOnlyList<BytePairMerge> merges)
    {
        var names = VocabularyOrder.Of(ids);
        HashSet<int> made = [.. merges.Select(merge => merge.Merged)];
        var specials = new Dictionary<string, int>(StringComparer.Ordinal);
        var tokens = new byte[names.Length][];
        for (var id = 0; id < names.Length; id++)
        {
            var isBytes = ByteSymbols.TryRead(names[id], out var bytes);
            if (isBytes && (bytes!.Length == 1 || made.Contains(id)))
            {
                tokens[id] = bytes;
                continue;
            }

            tokens[id] = Encoding.UTF8.GetBytes(names[id]);
            specials.Add(names[id], id);
        }

        return new BytePairTokenizer(tokens, merges, specials, lineByLine: false);
    }
}
