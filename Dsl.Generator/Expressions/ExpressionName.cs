using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Expressions;

/// <summary>The meaning of a name in an expression.</summary>
/// <param name="Number">The value: an integer, the value of an enum's member, or 0 or 1 for a Boolean; null for other types.</param>
/// <param name="Members">The members of the name's enum with their values; empty for other types.</param>
internal readonly record struct ExpressionName(long? Number, EquatableArray<(string Name, long Value)> Members)
{
    /// <summary>Whether the name has an enum as its type and can only be compared with the enum's members.</summary>
    public bool IsEnum => Members.Count > 0;

    public static implicit operator ExpressionName(long? number) => new(number, default);
}
