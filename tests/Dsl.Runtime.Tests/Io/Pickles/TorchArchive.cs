using System.IO.Compression;
using System.Text;
using SerpentDsl.Io;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>Writes files as torch.save does.</summary>
internal sealed class TorchArchive
{
    /// <summary>Name of the folder in the archive.</summary>
    public string Prefix { get; init; } = "archive";

    /// <summary>Where the state dict lies in the pickled dictionary; null: it is the dictionary.</summary>
    public string? Wrapper { get; init; }

    /// <summary>How the records are stored.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.NoCompression;

    /// <summary>More records, or others in place of the usual.</summary>
    public Dictionary<string, byte[]> Records { get; } = [];

    /// <summary>The file.</summary>
    public byte[] Write(IEnumerable<SavedTensor> tensors, IReadOnlyDictionary<string, byte[]> storages)
    {
        var pickle = new PickleBytes().Op(PickleOpcode.EmptyDict);
        if (Wrapper is not null)
        {
            pickle.Text(Wrapper).Op(PickleOpcode.EmptyDict);
        }

        foreach (var tensor in tensors)
        {
            pickle.Text(tensor.Name).Tensor(tensor).Op(PickleOpcode.SetItem);
        }

        if (Wrapper is not null)
        {
            pickle.Op(PickleOpcode.SetItem).Text("epoch").Int(3).Op(PickleOpcode.SetItem);
        }

        var records = new Dictionary<string, byte[]> { ["data.pkl"] = pickle.Stop(), ["version"] = "3\n"u8.ToArray() };
        foreach (var (key, data) in storages)
        {
            records[$"data/{key}"] = data;
        }

        foreach (var (name, data) in Records)
        {
            records[name] = data;
        }

        return Zip(records.Select(record => ($"{Prefix}/{record.Key}", record.Value)));
    }

    /// <summary>An archive of records.</summary>
    public byte[] Zip(IEnumerable<(string Name, byte[] Data)> records)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, data) in records)
            {
                using var record = archive.CreateEntry(name, Compression).Open();
                record.Write(data);
            }
        }

        return file.ToArray();
    }

    /// <summary>Reads a file.</summary>
    public static SafetensorsFile Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return TorchFile.Read(stream, "saved.bin");
    }
}
