namespace SerpentDsl.Ssm;

/// <summary>How a recurrence represents the discretised state matrix Ā.</summary>
public enum RecurrenceForm
{
    /// <summary>One factor per mode: S4D directly, S4 after an eigendecomposition of Ā.</summary>
    Diagonal,

    /// <summary>A full matrix over all N modes, conjugates second: O(N²) per step. S4 only.</summary>
    Dense,

    /// <summary>Diagonal plus low rank over N/2 modes: O(N) per step. S4 only.</summary>
    LowRank,
}
