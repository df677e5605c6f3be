namespace SerpentDsl.Generator.Check;

/// <summary>What code fixes look for in the properties of a diagnostic.</summary>
internal static class FixKeys
{
    /// <summary>Expressions that would do, one per line, best first.</summary>
    public const string Values = "values";

    /// <summary>The property of the attribute that they are for.</summary>
    public const string Option = "option";

    /// <summary>Another name that would do.</summary>
    public const string Name = "name";
}
