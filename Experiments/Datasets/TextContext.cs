namespace SerpentDsl.Experiments.Datasets;

/// <summary>What a language model has read when it predicts a token of a text that is longer than its context.</summary>
internal enum TextContext
{
    /// <summary>The block so far: blocks do not overlap, and each is read from an empty state.</summary>
    Blocks,

    /// <summary>The whole text so far: pieces do not overlap, and the state is carried from one to the next.</summary>
    Carried,

    /// <summary>
    /// Overlapping windows, of which only the last tokens count: each has at least window − stride + 1 tokens before it, but at the text's
    /// start.
    /// </summary>
    Sliding,
}
