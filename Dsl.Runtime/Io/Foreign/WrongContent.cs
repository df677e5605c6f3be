using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SerpentDsl.Io;

/// <summary>Recognises, by their first bytes, the files that most often lie where something else is expected.</summary>
internal static class WrongContent
{
    /// <summary>The number of first bytes to look at.</summary>
    public const int Length = 512;

    private static readonly (byte[] Start, string What)[] s_known =
    [
        ("GGUF"u8.ToArray(), "it is a GGUF file of llama.cpp, which is not read: get the safetensors file of the model"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "it is an HDF5 file (of Keras), which is not read: get the model's safetensors file"),
        ([0xFF, 0xFE], "it is UTF-16 text: save it as UTF-8"),
        ([0xFE, 0xFF], "it is UTF-16 text: save it as UTF-8"),
        ([0x1F, 0x8B], "it is compressed with gzip: unpack it first"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "it is compressed with xz: unpack it first"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "it is a 7z archive: unpack it first"),
    ];

    /// <summary>What the content is instead, and what to do; null if it is nothing known.</summary>
    /// <param name="start">The first bytes of the file, up to <see cref="Length"/> of them.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs.github.com/spec/"u8))
        {
            return $"it is a Git LFS pointer, which stands for the file itself{PointedSize(start)}: run 'git lfs pull' in its folder";
        }

        var text = Encoding.Latin1.GetString(start).TrimStart('\uFEFF', 'ï', '»', '¿', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
        {
            return "it is a web page (HTML), as a failed download leaves it: download the file again";
        }

        foreach (var (known, what) in s_known)
        {
            if (start.StartsWith(known))
            {
                return what;
            }
        }

        return null;
    }

    // The line "size 516567560" of a pointer.
    private static string PointedSize(ReadOnlySpan<byte> start)
    {
        var line = start.IndexOf("\nsize "u8);
        return line >= 0 && Utf8Parser.TryParse(start[(line + 6)..], out long size, out _)
            ? string.Create(CultureInfo.InvariantCulture, $" of {size:N0} bytes")
            : "";
    }
}
