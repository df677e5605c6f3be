using System;
using System.Globalization;

namespace SerpentDsl.Generator.Common;

/// <summary>
/// Names a place in a declaration without holding a syntax node, as a path: <c>Branch[1].StateSize</c>. A place that the source does
/// not contain is reported at its parent: an unset option at its attribute.
/// </summary>
internal readonly record struct Anchor(string Path)
{
    public static readonly Anchor Class = new("Class");
    public static readonly Anchor Head = new("Head");
    public static readonly Anchor Backbone = new("Backbone");
    public static readonly Anchor Variant = new("Variant");
    public static readonly Anchor Recipe = new("Recipe");
    public static readonly Anchor Budget = new("Budget");

    /// <summary>The place that contains this one; null for an outermost place.</summary>
    public Anchor? Parent => Path.LastIndexOf('.') is var dot and > 0 ? new Anchor(Path.Substring(0, dot)) : null;

    /// <summary>A second head of the same class.</summary>
    public static Anchor OtherHead(string attribute) => new("Head:" + attribute);

    public static Anchor Branch(int index) => new("Branch[" + index.ToString(CultureInfo.InvariantCulture) + "]");

    /// <summary>Whether the place belongs to the class itself and not to its attributes.</summary>
    public bool IsOfClass => Path == Class.Path || Path.StartsWith(Class.Path + ".", StringComparison.Ordinal);

    public Anchor In(string member) => new(Path + "." + member);
}
