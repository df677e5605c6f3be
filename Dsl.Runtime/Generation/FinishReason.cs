namespace SerpentDsl.Generation;

/// <summary>Why a text ended.</summary>
public enum FinishReason
{
    /// <summary>It has as many tokens as were asked for.</summary>
    Length,

    /// <summary>The tokenizer's end of text came.</summary>
    EndOfText,

    /// <summary>One of the stops came.</summary>
    Stop,
}
