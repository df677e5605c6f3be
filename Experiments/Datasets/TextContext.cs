namespace SerpentDsl.Experiments.Datasets;

/// <summary>The tokens that a language model reads before a predicted token, when the text is longer than the model's context.</summary>
internal enum TextContext
{
    /// <summary>The earlier tokens of the block. Blocks do not overlap, and each starts from an empty state.</summary>
    Blocks,

    /// <summary>All earlier tokens of the text. Pieces do not overlap, and the state is carried from one piece to the next.</summary>
    Carried,

    /// <summary>
    /// The earlier tokens of a sliding window. Windows overlap, and only the last tokens of each count, so that a counted token has at
    /// least window − stride + 1 tokens before it, except at the start of the text.
    /// </summary>
    Sliding,
}
