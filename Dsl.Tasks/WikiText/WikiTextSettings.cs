namespace SerpentDsl.Tasks;

/// <summary>The differences between the variants of the WikiText tasks.</summary>
/// <param name="Corpus">Name of the corpus in its files, such as <c>wikitext-2</c>.</param>
/// <param name="Unit">What a token is.</param>
/// <param name="Vocabulary">Number of ids; a small corpus may yield fewer.</param>
/// <param name="Raw">Whether the raw form is read, with the text as it was written.</param>
internal sealed record WikiTextSettings(string Corpus, TextUnit Unit, int Vocabulary, bool Raw = false)
{
    /// <summary>Reads the splits of a task.</summary>
    /// <exception cref="TaskDataException">The corpus is missing or malformed, or the cache cannot be used.</exception>
    public LanguageSplits Load(string task, TaskContext context, CancellationToken cancellation)
    {
        var files = WikiTextSource.Find(task, Corpus, Raw, new TaskFiles(context));
        return RunningText.Load(
            task,
            $"wikitext 2, {Corpus}{(Raw ? " raw" : "")}, {Unit}, vocabulary {Vocabulary}",
            [.. files.Select(file => new TextPart([file]))],
            blocks => Unit == TextUnit.Words
                ? WordTokenizer.Learn(blocks, Vocabulary, cancellation)
                : BytePairTrainer.Train(blocks, Vocabulary, lineByLine: true, context.Progress, cancellation),
            $"{Corpus}{(Raw ? ", raw," : "")} in {string.Join(", ", files.Select(file => file.Path).Distinct())}",
            context,
            cancellation);
    }
}
