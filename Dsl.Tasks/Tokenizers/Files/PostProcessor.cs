namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Puts marks around the ids of a text.</summary>
internal delegate IReadOnlyList<int> PostProcessor(IReadOnlyList<int> ids);
