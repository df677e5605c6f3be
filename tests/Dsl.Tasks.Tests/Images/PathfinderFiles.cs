using BigGustave;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Writes a small folder in the form of the official Pathfinder images.</summary>
internal static class PathfinderFiles
{
    public const string Part = "curv_contour_length_14";

    /// <summary>Writes lists of ten images each; the first pixel of an image holds its number, and the classes take turns.</summary>
    public static void Write(string folder, int side, int lists = 4)
    {
        Directory.CreateDirectory(Path.Combine(folder, Part, "metadata"));
        for (var list = 0; list < lists; list++)
        {
            Directory.CreateDirectory(Path.Combine(folder, Part, "imgs", $"{list}"));
            var lines = Enumerable.Range(0, 10).Select(i => $"imgs/{list} sample_{i}.png {i} {i % 2} 1.0 14 4 2 0.5 1 1\n");
            File.WriteAllText(ListOf(folder, list), string.Concat(lines));
            for (var i = 0; i < 10; i++)
            {
                WriteImage(ImageOf(folder, list, i), side, side, (byte)((10 * list) + i));
            }
        }
    }

    public static string ListOf(string folder, int list) => Path.Combine(folder, Part, "metadata", $"{list}.npy");

    public static string ImageOf(string folder, int list, int image) =>
        Path.Combine(folder, Part, "imgs", $"{list}", $"sample_{image}.png");

    public static void WriteImage(string path, int width, int height, byte first)
    {
        var builder = PngBuilder.Create(width, height, hasAlphaChannel: false);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var value = x + y == 0 ? first : (byte)((7 * x) + (11 * y));
                builder.SetPixel(new Pixel(value, value, value), x, y);
            }
        }

        using var file = File.Create(path);
        builder.Save(file);
    }
}
