namespace SerpentDsl.Generator.Reporting;

/// <summary>One value for a code fix, carried in the properties of the diagnostic.</summary>
/// <param name="Key">One of <see cref="FixKeys"/>.</param>
/// <param name="Value">The value.</param>
internal readonly record struct FixValue(string Key, string Value);
