using System.Formats.Tar;
using System.IO.Compression;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Writes small files in the binary form of CIFAR-10.</summary>
internal static class CifarFiles
{
    public const int ImageBytes = 3073;

    public static readonly string[] Names =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    /// <summary>Images of one colour each: image i of a batch has the class i mod 10; its place and batch decide the colour.</summary>
    public static byte[] Batch(int batch, int images)
    {
        var bytes = new byte[images * ImageBytes];
        for (var image = 0; image < images; image++)
        {
            var row = bytes.AsSpan(image * ImageBytes, ImageBytes);
            row[0] = (byte)(image % 10);
            row.Slice(1, 1024).Fill((byte)image);
            row.Slice(1025, 1024).Fill((byte)(10 * batch));
            row.Slice(2049, 1024).Fill(200);
        }

        return bytes;
    }

    public static void WriteFolder(string folder, int images = 40)
    {
        Directory.CreateDirectory(folder);
        for (var batch = 0; batch < Names.Length; batch++)
        {
            File.WriteAllBytes(Path.Combine(folder, Names[batch]), Batch(batch, images));
        }
    }

    public static void WriteArchive(string path, IEnumerable<string> names, int images = 40)
    {
        using var packed = new GZipStream(File.Create(path), CompressionMode.Compress);
        using var archive = new TarWriter(packed);
        foreach (var name in names)
        {
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}")
            {
                DataStream = new MemoryStream(Batch(Array.IndexOf(Names, name), images)),
            });
        }
    }
}
