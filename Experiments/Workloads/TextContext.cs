namespace SerpentDsl.Experiments.Workloads;

/// <summary>What a language model has read when it predicts a token of a text that is longer than its context.</summary>
internal enum TextContext
{
    /// <summary>The block so far: blocks side by side, each read from an empty state.</summary>
    Blocks,

    /// <summary>The whole text so far: pieces side by side, the state handed from one to the next.</summary>
    Carried,

    /// <summary>At least a window less its stride, but at the text's beginning: windows that overlap, of each the last tokens counted.</summary>
    Sliding,
}
