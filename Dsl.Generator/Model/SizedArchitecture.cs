namespace SerpentDsl.Generator.Model;

/// <summary>An architecture with what it holds and costs, computed once.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Ledger">Its modules with shapes, parameters and cost.</param>
/// <param name="Facts">What the whole model costs.</param>
internal sealed record SizedArchitecture(Architecture Architecture, Ledger Ledger, Facts Facts)
{
    /// <summary>Sizes an architecture.</summary>
    /// <exception cref="System.OverflowException">A figure does not fit a 64-bit integer.</exception>
    public static SizedArchitecture Of(Architecture architecture)
    {
        var ledger = Ledger.Of(architecture);
        return new(architecture, ledger, Facts.Of(architecture, ledger));
    }
}
