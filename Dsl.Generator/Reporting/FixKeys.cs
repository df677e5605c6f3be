namespace SerpentDsl.Generator.Reporting;

/// <summary>The keys under which code fixes find their values in the properties of a diagnostic.</summary>
internal static class FixKeys
{
    /// <summary>Correct expressions, one per line, best first.</summary>
    public const string Values = "values";

    /// <summary>The attribute's property to which the expressions belong; without this key they replace the reported expression.</summary>
    public const string Option = "option";

    /// <summary>The properties of the attribute to leave out, one per line.</summary>
    public const string Remove = "remove";

    /// <summary>A correct new name.</summary>
    public const string Name = "name";
}
