namespace SerpentDsl.Experiments.Datasets;

/// <summary>How a text is cut for a language model.</summary>
/// <param name="Context">The tokens that are read before a predicted token.</param>
/// <param name="Window">Length of a block, a piece or a window, in tokens.</param>
/// <param name="Stride">Distance between the starts of two windows, in tokens; null unless windows slide.</param>
internal sealed record TextCut(TextContext Context, int Window, int? Stride = null)
{
    /// <summary>The pieces of a text.</summary>
    /// <param name="predictions">Number of tokens of the text, less the first.</param>
    public IEnumerable<TextSpan> Spans(long predictions) =>
        Context == TextContext.Sliding ? TextSpans.Sliding(predictions, Window, Stride!.Value) : TextSpans.SideBySide(predictions, Window);

    /// <summary>The cut in words.</summary>
    public override string ToString() => Context switch
    {
        TextContext.Blocks => $"blocks of {Window:N0} tokens, each from an empty state",
        TextContext.Carried => $"one stream, its state carried over pieces of {Window:N0} tokens",
        _ => $"windows of {Window:N0} tokens that move by {Stride:N0}: at least {Window - Stride!.Value + 1:N0} tokens before every one, "
            + "except at the text's beginning",
    };
}
