namespace SerpentDsl.Verification;

/// <summary>How a check ended.</summary>
public enum Verdict
{
    /// <summary>The error is within the tolerance.</summary>
    Passed,

    /// <summary>The error is beyond the tolerance, or the check could not be carried out.</summary>
    Failed,

    /// <summary>The architecture has nothing to check here; the detail says why.</summary>
    NotApplicable,
}
