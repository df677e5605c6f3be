namespace SerpentDsl.Generator;

/// <summary>The names of the incremental steps, by which tests find out which steps ran.</summary>
internal static class TrackingNames
{
    public const string Declaration = "SerpentDsl.Declaration";
    public const string Check = "SerpentDsl.Check";
    public const string Plan = "SerpentDsl.Plan";
}
