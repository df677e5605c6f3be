namespace SerpentDsl.Tasks;

/// <summary>Loads the splits of the ListOps tasks: from official files if the user has them, otherwise drawn once and cached.</summary>
internal static class ListOpsData
{
    private const string OfficialFolder = "listops-1000";
    private const string RootOperatorOnly = "root operator only";

    private static readonly string[] s_officialFiles = ["basic_train.tsv", "basic_val.tsv", "basic_test.tsv"];

    /// <summary>Reads the official files; null if there are none.</summary>
    /// <exception cref="TaskDataException">The folder is missing, or some of the files are.</exception>
    public static SequenceSplits? LoadOfficial(TaskContext context, int maxLength, CancellationToken cancellation)
    {
        if (context.DataFolder is null)
        {
            return null;
        }

        if (!Directory.Exists(context.DataFolder))
        {
            throw new TaskDataException(
                $"The data folder {context.DataFolder} does not exist. Name another one, or none to have the rows drawn.");
        }

        var folder = Path.Combine(context.DataFolder, OfficialFolder);
        folder = Directory.Exists(folder) ? folder : context.DataFolder;
        string[] missing = [.. s_officialFiles.Where(file => !File.Exists(Path.Combine(folder, file)))];
        if (missing.Length == s_officialFiles.Length)
        {
            return null;
        }

        if (missing.Length > 0)
        {
            throw new TaskDataException(
                $"{folder} has no {string.Join(" and no ", missing)}. Add what is missing, or name a folder without ListOps files to have "
                    + "the rows drawn.");
        }

        var splits = new SequenceExample[s_officialFiles.Length][];
        var cut = new int[splits.Length];
        for (var i = 0; i < splits.Length; i++)
        {
            var path = Path.Combine(folder, s_officialFiles[i]);
            context.Progress?.Report(new TaskProgress($"reading {s_officialFiles[i]}", i, splits.Length));
            using var reader = new StreamReader(path);
            var expressions = ListOpsFile.Read(reader, path, cancellation);
            splits[i] = Encode(expressions, maxLength);
            cut[i] = expressions.Count(expression => expression.Length >= maxLength);
        }

        context.Progress?.Report(new TaskProgress("reading ListOps files", splits.Length, splits.Length));
        return WithBaselines(splits[0], splits[1], splits[2], $"official files in {folder}") with
        {
            Cut = new CutRows(cut[0], cut[1], cut[2], "Their values cannot be learned: the end of an expression may decide its value."),
        };
    }

    /// <summary>Reads the drawn rows from the cache, and draws them first if they are missing or damaged.</summary>
    /// <exception cref="TaskDataException">The cache cannot be read or written.</exception>
    public static SequenceSplits LoadDrawn(
        string name,
        ListOpsSettings settings,
        TaskContext context,
        int maxLength,
        CancellationToken cancellation)
    {
        var path = Path.Combine(context.CacheFolder, $"{name}-{settings.Fingerprint()}", "expressions.bin");
        IReadOnlyList<ListOpsExpression> expressions;
        try
        {
            expressions = ReadOrDraw(path, settings, context, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TaskDataException(
                $"The rows of {name} cannot be kept in {path}: {problem.Message} Name another cache folder.", problem);
        }

        cancellation.ThrowIfCancellationRequested();
        var examples = Encode(expressions, maxLength);
        var validation = settings.TrainRows;
        var test = validation + settings.ValidationRows;
        return WithBaselines(
            examples[..validation],
            examples[validation..test],
            examples[test..],
            $"drawn: {settings.ShorterThanAll + 1:N0} to {settings.LongerThanAll - 1:N0} symbols, depth {settings.MaxDepth}, 2 to "
                + $"{settings.MaxArguments} arguments, seed {settings.Seed}");
    }

    private static IReadOnlyList<ListOpsExpression> ReadOrDraw(
        string path,
        ListOpsSettings settings,
        TaskContext context,
        CancellationToken cancellation)
    {
        if (!context.Rebuild && File.Exists(path))
        {
            try
            {
                return ListOpsCache.Read(path, settings);
            }
            catch (Exception problem) when (problem is InvalidDataException or FormatException)
            {
                context.Progress?.Report(new TaskProgress($"the cache {path} is of no use ({problem.Message}): making it again", 0, 0));
            }
        }

        var expressions =
            ListOpsGenerator.Generate(settings, Environment.ProcessorCount, context.Progress, cancellation).Expressions;
        ListOpsCache.Write(path, settings, expressions);
        return expressions;
    }

    private static SequenceExample[] Encode(IReadOnlyList<ListOpsExpression> expressions, int maxLength)
    {
        var examples = new SequenceExample[expressions.Count];
        for (var row = 0; row < examples.Length; row++)
        {
            examples[row] = new SequenceExample(ListOpsTokenizer.Encode(expressions[row], maxLength), expressions[row].Value);
        }

        return examples;
    }

    private static SequenceSplits WithBaselines(
        SequenceExample[] train, SequenceExample[] validation, SequenceExample[] test, string source) =>
        new(
            train,
            validation,
            test,
            [SequenceBaselines.FirstToken(RootOperatorOnly, train, validation), SequenceBaselines.CommonestClass(train, validation)],
            source)
        {
            Encoder = new ListOpsEncoder(),
        };
}
