namespace SerpentDsl.Tasks;

/// <summary>A learned merge: two neighbouring tokens become one.</summary>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
/// <param name="Merged">What they become.</param>
internal readonly record struct BytePairMerge(int Left, int Right, int Merged);
