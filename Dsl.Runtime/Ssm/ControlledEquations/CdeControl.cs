namespace SerpentDsl;

/// <summary>What drives the state of a <see cref="Ssm.LinearCde"/> from position to position.</summary>
public enum CdeControl
{
    /// <summary>The value of the path times the length of a position, dω = [t, X] dt, as in the authors' code.</summary>
    Value,

    /// <summary>The increment of the path since the position before, dω = d[t, X], as in the theory.</summary>
    Increment,
}
