namespace SerpentDsl.Generator.Model;

/// <summary>An architecture with its ledger and its facts, computed once.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Ledger">The modules with shapes, parameters and cost.</param>
/// <param name="Facts">The cost of the whole model.</param>
internal sealed record SizedArchitecture(Architecture Architecture, Ledger Ledger, Facts Facts)
{
    /// <summary>Computes ledger and facts of an architecture.</summary>
    /// <exception cref="System.OverflowException">A figure does not fit a 64-bit integer.</exception>
    public static SizedArchitecture Of(Architecture architecture)
    {
        var ledger = Ledger.Of(architecture);
        return new(architecture, ledger, Facts.Of(architecture, ledger));
    }
}
