using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>What values an option may take: its <c>[Range]</c>, its <c>[MultipleOf]</c>, the members of its enum.</summary>
/// <param name="Minimum">Least value, if any.</param>
/// <param name="MinimumIsExclusive">Whether <paramref name="Minimum"/> itself is too small.</param>
/// <param name="Maximum">Greatest value, if any.</param>
/// <param name="MaximumIsExclusive">Whether <paramref name="Maximum"/> itself is too large.</param>
/// <param name="Factor">What the value is a multiple of; 1 when anything will do.</param>
/// <param name="EnumName">The enum's name; null for other types and for sets of flags.</param>
/// <param name="EnumMembers">Its members.</param>
internal sealed record Limits(
    double? Minimum,
    bool MinimumIsExclusive,
    double? Maximum,
    bool MaximumIsExclusive,
    int Factor,
    string? EnumName,
    EquatableArray<string> EnumMembers)
{
    public static readonly Limits None = new(null, false, null, false, 1, null, default);
}
