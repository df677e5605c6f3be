namespace SerpentDsl.Verification;

/// <summary>What one check found.</summary>
/// <param name="Name">The property, such as <c>padding invariance</c>.</param>
/// <param name="Method">How it was checked, in a few words.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Error">The largest error that was measured; relative to the largest value compared, or a count. Null when nothing
/// was.</param>
/// <param name="Tolerance">The largest error that passes.</param>
/// <param name="Detail">Where it failed, or why it does not apply; null when there is nothing to say.</param>
public sealed record VerificationCheck(string Name, string Method, Verdict Verdict, double? Error, double? Tolerance, string? Detail);
