namespace SerpentDsl;

/// <summary>How the state of a <see cref="Ssm.LinearCde"/> moves from position to position.</summary>
public enum CdeSolution
{
    /// <summary>By one Euler step.</summary>
    Euler,

    /// <summary>By the exact solution for a path that is straight between positions: an exponential of a matrix.</summary>
    Exact,
}
