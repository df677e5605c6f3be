namespace SerpentDsl.Generator;

/// <summary>Names of the incremental steps, by which tests ask whether they ran.</summary>
internal static class TrackingNames
{
    public const string Declaration = "SerpentDsl.Declaration";
    public const string Check = "SerpentDsl.Check";
    public const string Plan = "SerpentDsl.Plan";
}
