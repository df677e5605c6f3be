namespace SerpentDsl.Tasks;

/// <summary>
/// Loads the splits of an image task: from the cache, or from a source, whose images are then kept there. A row is an image as a sequence
/// of its pixels, row by row.
/// </summary>
internal static class ImageRows
{
    private const int BlockImages = 4096;
    private const int ReportedImages = 5;

    /// <summary>Loads the splits.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="source">The images.</param>
    /// <param name="column">How a model sees a pixel, which is 0 … 255.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="description">What is told of the source.</param>
    /// <param name="context">Folders of data and cache, and a receiver of progress.</param>
    /// <param name="cancellation">Stops the work; no incomplete file stays in the cache.</param>
    /// <exception cref="TaskDataException">Images are missing or damaged, or the cache cannot be used.</exception>
    public static SeriesSplits Load(
        string task,
        ImageSource source,
        SeriesColumn column,
        IReadOnlyList<string> labels,
        string description,
        TaskContext context,
        CancellationToken cancellation)
    {
        var cache = new TaskCache(context, task, source.MadeFrom(cancellation));
        var splits = cache.ReadOrMake(
            writer => Write(writer, source, context, cancellation), reader => Read(reader, cache.File, source.Side));
        return new SeriesSplits(splits[0], splits[1], splits[2], [column], [], description) { Labels = labels };
    }

    /// <summary>Writes the number of images of each split, the images, one byte a pixel, and their classes, one byte each.</summary>
    private static void Write(BinaryWriter writer, ImageSource source, TaskContext context, CancellationToken cancellation)
    {
        var splits = source.Splits(cancellation);
        foreach (var split in splits)
        {
            writer.Write(split.Length);
        }

        int[] images = [.. splits.SelectMany(split => split)];
        var labels = new byte[images.Length];
        var problems = new List<string>();
        var bad = 0;
        var block = new byte[]?[Math.Min(BlockImages, images.Length)];
        var reasons = new string?[block.Length];
        for (var start = 0; start < images.Length; start += block.Length)
        {
            context.Progress?.Report(new TaskProgress($"reading {source.Name}", start, images.Length));
            var first = start;
            var count = Math.Min(block.Length, images.Length - start);
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                (block[i], reasons[i]) = (null, null);
                try
                {
                    (block[i], labels[first + i]) = source.Read(images[first + i]);
                }
                catch (FormatException problem)
                {
                    reasons[i] = problem.Message;
                }
            });
            for (var i = 0; i < count; i++)
            {
                if (block[i] is { } pixels)
                {
                    writer.Write(pixels);
                    continue;
                }

                bad++;
                if (problems.Count < ReportedImages)
                {
                    problems.Add($"  {source.NameOf(images[first + i])}: {reasons[i]}");
                }
            }
        }

        if (bad > 0)
        {
            var more = bad > problems.Count ? $"\n  and {bad - problems.Count:N0} more" : "";
            throw new TaskDataException(
                $"{bad:N0} of the {images.Length:N0} images of {source.Name} cannot be used:\n{string.Join('\n', problems)}{more}\n"
                    + "Get these files again.");
        }

        writer.Write(labels);
        context.Progress?.Report(new TaskProgress($"reading {source.Name}", images.Length, images.Length));
    }

    private static PixelRows[] Read(BinaryReader reader, string path, int side)
    {
        int[] counts = [reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()];
        var start = reader.BaseStream.Position;
        var pixels = side * side;
        reader.BaseStream.Position = start + ((long)pixels * counts.Sum());
        var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        var rows = new PixelRows[counts.Length];
        for (var split = 0; split < rows.Length; split++)
        {
            rows[split] = new PixelRows(file, path, start, pixels, reader.ReadBytes(counts[split]));
            start += (long)pixels * counts[split];
        }

        return rows;
    }
}
