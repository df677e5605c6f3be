using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The limits of an option's values, from the attributes on its property and on its enum.</summary>
internal sealed record Limits
{
    public static readonly Limits None = new();

    /// <summary>The least value; null for no limit.</summary>
    public double? Minimum { get; init; }

    /// <summary>Whether <see cref="Minimum"/> itself is too small.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>The greatest value; null for no limit.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is too large.</summary>
    public bool MaximumIsExclusive { get; init; }

    /// <summary>The number of which the value must be a multiple; 1 for no limit.</summary>
    public int Factor { get; init; } = 1;

    /// <summary>The option, or expression, that the value must divide; null for none.</summary>
    public string? DivisorOf { get; init; }

    /// <summary>The option below which the value must not be; null for none.</summary>
    public string? NotBelow { get; init; }

    /// <summary>The only allowed values, as a declaration shows them; empty when all are allowed.</summary>
    public EquatableArray<string> Allowed { get; init; }

    /// <summary>The allowed values as C#.</summary>
    public EquatableArray<string> AllowedCode { get; init; }

    /// <summary>The enum as C#; null for other types and for sets of flags.</summary>
    public string? EnumCode { get; init; }

    /// <summary>The enum's name; null for other types and for sets of flags.</summary>
    public string? EnumName { get; init; }

    /// <summary>The enum's members.</summary>
    public EquatableArray<string> EnumMembers { get; init; }

    /// <summary>The values of other options that members of the enum require.</summary>
    public EquatableArray<MemberRequirement> Demands { get; init; }
}
