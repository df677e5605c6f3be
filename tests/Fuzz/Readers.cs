using SerpentDsl.Io;
using SerpentDsl.Tasks;

namespace SerpentDsl.Fuzz;

/// <summary>The readers of files of others. Each refuses what it cannot read by its own exception; anything else is a fault.</summary>
internal static class Readers
{
    private const string File = "fuzzed";
    private static readonly string s_file = Path.Combine(Directory.CreateTempSubdirectory("serpent-fuzz").FullName, "tokenizer.json");

    /// <summary>By name: a reader, which returns why it refused the bytes, or null if it read them.</summary>
    public static IReadOnlyDictionary<string, Func<byte[], string?>> All { get; } = new SortedDictionary<string, Func<byte[], string?>>
    {
        ["csv"] = bytes => Reason(() => ReadTable(bytes, TableFormat.Delimited)),
        ["config"] = bytes => Reason(() => MambaConfig.Parse(bytes, File)),
        ["index"] = bytes => Reason(() => ShardIndex.Read(bytes, File, name => throw new SafetensorsException(name))),
        ["jsonl"] = bytes => Reason(() => ReadTable(bytes, TableFormat.JsonLines)),
        ["pickle"] = bytes => Reason(() => PickleReader.Read(bytes, File)),
        ["safetensors"] = bytes => Reason(() => SafetensorsFile.Read(new MemoryStream(bytes), File)),
        ["tokenizer"] = bytes => Reason(() => UseTokenizer(bytes)),
        ["torch"] = bytes => Reason(() => TorchFile.Read(new MemoryStream(bytes), File)),
    };

    private static void ReadTable(byte[] bytes, TableFormat format) =>
        Table.Read(new MemoryStream(bytes), File, new TableSettings(format), columns => columns);

    /// <summary>Reads a <c>tokenizer.json</c>, and encodes and decodes with it.</summary>
    private static void UseTokenizer(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(s_file, bytes);
        var tokenizer = TokenizerFile.Read(s_file);
        tokenizer.Decode(tokenizer.Encode("the ab  é<s> A\n"));
        for (var id = 0; id < tokenizer.Vocabulary; id++)
        {
            tokenizer.BytesOf(id);
        }
    }

    private static string? Reason(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception refused) when (refused is SafetensorsException or TaskDataException)
        {
            return refused.Message;
        }
    }
}
