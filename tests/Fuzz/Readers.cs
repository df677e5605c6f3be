using SerpentDsl.Io;

namespace SerpentDsl.Fuzz;

/// <summary>The readers of files of others. Each refuses what it cannot read by its own exception; anything else is a fault.</summary>
internal static class Readers
{
    private const string File = "fuzzed";

    /// <summary>By name: a reader, which returns why it refused the bytes, or null if it read them.</summary>
    public static IReadOnlyDictionary<string, Func<byte[], string?>> All { get; } = new SortedDictionary<string, Func<byte[], string?>>
    {
        ["config"] = bytes => Reason(() => MambaConfig.Parse(bytes, File)),
        ["index"] = bytes => Reason(() => ShardIndex.Read(bytes, File, name => throw new SafetensorsException(name))),
        ["pickle"] = bytes => Reason(() => PickleReader.Read(bytes, File)),
        ["safetensors"] = bytes => Reason(() => SafetensorsFile.Read(new MemoryStream(bytes), File)),
        ["torch"] = bytes => Reason(() => TorchFile.Read(new MemoryStream(bytes), File)),
    };

    private static string? Reason(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (SafetensorsException refused)
        {
            return refused.Message;
        }
    }
}
