using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>What values an option may take, as the attributes on its property and on its enum say.</summary>
internal sealed record Limits
{
    public static readonly Limits None = new();

    /// <summary>Least value, if any.</summary>
    public double? Minimum { get; init; }

    /// <summary>Whether <see cref="Minimum"/> itself is too small.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>Greatest value, if any.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is too large.</summary>
    public bool MaximumIsExclusive { get; init; }

    /// <summary>What the value is a multiple of; 1 when anything will do.</summary>
    public int Factor { get; init; } = 1;

    /// <summary>The option that the value divides, if any.</summary>
    public string? DivisorOf { get; init; }

    /// <summary>The option that the value is not below, if any.</summary>
    public string? NotBelow { get; init; }

    /// <summary>The only values allowed, as a declaration shows them; empty when any is.</summary>
    public EquatableArray<string> Allowed { get; init; }

    /// <summary>The same values as C#.</summary>
    public EquatableArray<string> AllowedCode { get; init; }

    /// <summary>The enum as C#; null for other types and for sets of flags.</summary>
    public string? EnumCode { get; init; }

    /// <summary>The enum's name; null for other types and for sets of flags.</summary>
    public string? EnumName { get; init; }

    /// <summary>The enum's members.</summary>
    public EquatableArray<string> EnumMembers { get; init; }

    /// <summary>What members of the enum demand of other options.</summary>
    public EquatableArray<MemberRequirement> Demands { get; init; }
}
