using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Expressions;

/// <summary>What a name in an expression stands for.</summary>
/// <param name="Number">Its value, that of its member for an enum, 0 or 1 for a Boolean; null when it is no integer.</param>
/// <param name="Members">The members of its enum with their values; empty when it is none.</param>
internal readonly record struct ExpressionName(long? Number, EquatableArray<(string Name, long Value)> Members)
{
    /// <summary>Whether it can only be compared with members of its enum.</summary>
    public bool IsEnum => Members.Count > 0;

    public static implicit operator ExpressionName(long? number) => new(number, default);
}
