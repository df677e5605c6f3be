namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>What becomes of the matches at which a text is split.</summary>
internal enum SplitBehavior
{
    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each is a part by itself.</summary>
    Isolated,

    /// <summary>Each belongs to the part before it.</summary>
    MergedWithPrevious,

    /// <summary>Each belongs to the part behind it.</summary>
    MergedWithNext,

    /// <summary>Those without anything between them are one part.</summary>
    Contiguous,
}
