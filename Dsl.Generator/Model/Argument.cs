using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>Where a constructor argument comes from.</summary>
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
/// <param name="Source">What is handed to it.</param>
/// <param name="Value">The value, when it is an option's.</param>
internal sealed record Argument(string Name, ArgumentSource Source, Constant Value);
