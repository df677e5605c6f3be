using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>The source of a constructor argument.</summary>
internal enum ArgumentSource
{
    /// <summary>An option of the branch attribute.</summary>
    Option,

    /// <summary>The width of the branch.</summary>
    Features,

    /// <summary>The most positions that the branch's layer sees.</summary>
    MaxLength,
}

/// <summary>One argument of a branch layer's constructor.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Source">The source of its value.</param>
/// <param name="Value">The value, when the source is an option.</param>
internal sealed record Argument(string Name, ArgumentSource Source, Constant Value);
