namespace SerpentDsl.Generator.Reporting;

/// <summary>What code fixes look for in the properties of a diagnostic.</summary>
internal static class FixKeys
{
    /// <summary>Expressions that would do, one per line, best first.</summary>
    public const string Values = "values";

    /// <summary>The property of the attribute that they are for; without it they are for the expression that is reported.</summary>
    public const string Option = "option";

    /// <summary>The properties of the attribute to leave out, one per line.</summary>
    public const string Remove = "remove";

    /// <summary>Another name that would do.</summary>
    public const string Name = "name";
}
