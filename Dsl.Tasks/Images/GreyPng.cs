using BigGustave;

namespace SerpentDsl.Tasks;

/// <summary>Reads PNG files as grey images.</summary>
internal static class GreyPng
{
    /// <summary>A PNG file of the images read here has a few kilobytes; a far larger one is something else.</summary>
    private const long MostBytes = 1 << 20;

    private const int BitsOfSample = 8;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Rows of the image, and pixels of a row.</param>
    /// <returns>The grey values row by row from the top, 0 … 255.</returns>
    /// <exception cref="FormatException">The file is missing, no intact PNG file, or of another size; the message says which.</exception>
    public static byte[] Read(string path, int side)
    {
        var png = Open(path);
        if (png.Width != side || png.Height != side)
        {
            throw new FormatException($"it has {png.Width:N0} × {png.Height:N0} pixels; {side} × {side} are needed.");
        }

        if (png.Header.BitDepth != BitsOfSample)
        {
            throw new FormatException($"its samples have {png.Header.BitDepth} bits; {BitsOfSample} are needed.");
        }

        var grey = new byte[side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var pixel = png.GetPixel(x, y);
                grey[(y * side) + x] = Luma.Of(pixel.R, pixel.G, pixel.B);
            }
        }

        return grey;
    }

    private static Png Open(string path)
    {
        byte[] bytes;
        try
        {
            var length = new FileInfo(path).Length;
            if (length is 0 or > MostBytes)
            {
                throw new FormatException(length == 0 ? "it is empty." : $"it has {length:N0} bytes, too many for such an image.");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FormatException("there is no such file.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(problem.Message, problem);
        }

        try
        {
            return Png.Open(bytes);
        }
        catch (Exception problem) when (
            problem is ArgumentException or InvalidOperationException or NotSupportedException or InvalidDataException or IOException
                or IndexOutOfRangeException or OverflowException or OutOfMemoryException)
        {
            throw new FormatException($"it is not an intact PNG file ({problem.Message.TrimEnd('.')}).", problem);
        }
    }
}
