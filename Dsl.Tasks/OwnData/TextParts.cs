namespace SerpentDsl.Tasks;

/// <summary>Cuts the user's text files into the three splits.</summary>
internal static class TextParts
{
    /// <summary>The text of training, validation and test split.</summary>
    /// <exception cref="TaskDataException">A file is missing, or no text.</exception>
    public static IReadOnlyList<TextPart> Of(SplitFiles files, double validation, double test, string[] extensions)
    {
        var train = FilesOf(files.Train, extensions);
        var (toValidation, toTest) = (files.Validation is null ? validation : 0, files.Test is null ? test : 0);
        var from = 1 - toValidation - toTest;
        return
        [
            new TextPart(train, 0, from),
            files.Validation is { } given ? new TextPart(FilesOf(given, extensions)) : new TextPart(train, from, from + toValidation),
            files.Test is { } tested ? new TextPart(FilesOf(tested, extensions)) : new TextPart(train, from + toValidation, 1),
        ];
    }

    private static SourceFile[] FilesOf(string path, string[] extensions)
    {
        if (!Directory.Exists(path))
        {
            return [new SourceFile(path)];
        }

        SourceFile[] found =
        [
            .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => extensions.Contains(TableSettings.ExtensionOf(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .Select(file => new SourceFile(file)),
        ];
        return found.Length > 0
            ? found
            : throw new TaskDataException($"{path} has no text file ({string.Join(", ", extensions)}, also .gz). Name a file of text.");
    }
}
