namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Changes a text before it is cut into pieces.</summary>
internal delegate string TextNormalizer(string text);
