namespace SerpentDsl.Generator;

/// <summary>Names of the incremental steps, by which tests ask whether they ran.</summary>
internal static class Steps
{
    public const string Read = "SerpentDsl.Read";
    public const string Declaration = "SerpentDsl.Declaration";
    public const string Check = "SerpentDsl.Check";
    public const string Plan = "SerpentDsl.Plan";
    public const string Backends = "SerpentDsl.Backends";
    public const string WeightsFile = "SerpentDsl.WeightsFile";
    public const string Pinned = "SerpentDsl.Pinned";
    public const string Weights = "SerpentDsl.Weights";
    public const string Problems = "SerpentDsl.Problems";
}
