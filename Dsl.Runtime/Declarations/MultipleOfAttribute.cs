namespace SerpentDsl;

/// <summary>
/// States that an option is a multiple of a number. The generator checks it at compile time, as it does <see
/// cref="System.ComponentModel.DataAnnotations.RangeAttribute"/>, on the options of any backend.
/// </summary>
/// <param name="factor">What the option is a multiple of, at least 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MultipleOfAttribute(int factor) : Attribute
{
    /// <summary>What the option is a multiple of.</summary>
    public int Factor { get; } = factor;
}
