namespace SerpentDsl.Tasks;

/// <summary>
/// A classification of text files in folders: each class has a folder of its name, each text a file in it. The folder may have sub-folders
/// <c>train</c>, <c>validation</c> and <c>test</c> with the folders of the classes in each.
/// </summary>
/// <param name="path">The folder.</param>
public class FolderTask(string path) : LabelledTextTask(path), ISequenceTask
{
    /// <inheritdoc/>
    public SequenceSplits Load(TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var files = Locate(context, Directory.Exists);
        context.Progress?.Report(new TaskProgress($"reading {files.Train}", 0, 0));
        var drawn = Drawn<LabelledText>.Of(
            this, [Read(files.Train), Read(files.Validation), Read(files.Test)], splitOf: null, row => row.Label);
        return LabelledTextFiles.Sequences(Encode(drawn.Splits, files.Description, context, cancellation), files.Description);

        IReadOnlyList<LabelledText>? Read(string? folder) => folder is null ? null : ReadFolder(folder, cancellation);
    }

    private static List<LabelledText> ReadFolder(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            throw new TaskDataException($"{folder} is no folder. Name a folder with a sub-folder for each class.");
        }

        string[] classes = [.. Directory.EnumerateDirectories(folder).Where(IsShown).Order(StringComparer.Ordinal)];
        var rows = new List<LabelledText>();
        foreach (var name in classes)
        {
            foreach (var file in Directory.EnumerateFiles(name).Where(IsShown).Order(StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Add(new LabelledText(TextOf(file), null, Path.GetFileName(name), 0));
            }
        }

        return rows.Count > 0
            ? rows
            : throw new TaskDataException(classes.Length == 0
                ? $"{folder} has no sub-folders; each class has a folder with its texts as files."
                : $"The sub-folders of {folder} hold no files; each text is a file.");
    }

    private static bool IsShown(string path) => !Path.GetFileName(path).StartsWith('.');

    private static string TextOf(string file)
    {
        try
        {
            using var content = new SourceFile(file).Open();
            using var reader = Table.TextOf(content);
            var text = reader.ReadToEnd();
            return string.IsNullOrWhiteSpace(text) ? throw new TaskDataException($"{file} is empty. Remove it, or write its text.") : text;
        }
        catch (Exception problem) when (problem is System.Text.DecoderFallbackException or InvalidDataException)
        {
            throw new TaskDataException($"{file} is not UTF-8 text. Save it as UTF-8, or remove it.", problem);
        }
    }
}
