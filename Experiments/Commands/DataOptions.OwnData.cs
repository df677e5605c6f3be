namespace SerpentDsl.Experiments.Commands;

/// <content>Data of one's own: the data that the command describes.</content>
internal sealed partial class DataOptions
{
    /// <inheritdoc/>
    public string? Format { get; set; }

    /// <inheritdoc/>
    public string? Text { get; set; }

    /// <inheritdoc/>
    public string? Second { get; set; }

    /// <inheritdoc/>
    public string? Label { get; set; }

    /// <inheritdoc/>
    public string? Values { get; set; }

    /// <inheritdoc/>
    public string? Target { get; set; }

    /// <inheritdoc/>
    public string? Series { get; set; }

    /// <inheritdoc/>
    public string? Time { get; set; }

    /// <inheritdoc/>
    public string? Validation { get; set; }

    /// <inheritdoc/>
    public string? Test { get; set; }

    /// <inheritdoc/>
    public string? Split { get; set; }

    /// <inheritdoc/>
    public double? ValidationShare { get; set; }

    /// <inheritdoc/>
    public double? TestShare { get; set; }

    /// <inheritdoc/>
    public int? SplitSeed { get; set; }

    /// <inheritdoc/>
    public string? Delimiter { get; set; }

    /// <inheritdoc/>
    public string? Tokenizer { get; set; }

    /// <inheritdoc/>
    public int? Vocabulary { get; set; }
}
