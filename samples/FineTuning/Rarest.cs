using SerpentDsl;

namespace Samples;

/// <summary>Which symbol occurs least often? The model is that of <see cref="Majority"/>; its answers mean something else.</summary>
[VariantOf(typeof(Majority))]
public sealed partial class Rarest
{
    /// <summary>The class: the symbol that occurs least often, the first of several.</summary>
    public static int LeastFrequent(int[] counts) => Array.IndexOf(counts, counts.Min());
}
