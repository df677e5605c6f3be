using System;
using System.Globalization;

namespace SerpentDsl.Generator.Common;

/// <summary>
/// Names a place in a declaration without holding a syntax node, as a path: <c>Branch[1].StateSize</c>. A place that the source does not
/// spell out stands for its parent: an unset option for its attribute.
/// </summary>
internal readonly record struct Anchor(string Path)
{
    public static readonly Anchor Class = new("Class");
    public static readonly Anchor Head = new("Head");
    public static readonly Anchor Backbone = new("Backbone");
    public static readonly Anchor Variant = new("Variant");
    public static readonly Anchor Recipe = new("Recipe");
    public static readonly Anchor Budget = new("Budget");

    /// <summary>The place around this one, if it is inside another.</summary>
    public Anchor? Parent => Path.LastIndexOf('.') is var dot and > 0 ? new Anchor(Path.Substring(0, dot)) : null;

    /// <summary>A head beside the first one.</summary>
    public static Anchor OtherHead(string attribute) => new("Head:" + attribute);

    public static Anchor Branch(int index) => new("Branch[" + index.ToString(CultureInfo.InvariantCulture) + "]");

    /// <summary>Whether it is about the class rather than about what its attributes declare.</summary>
    public bool IsOfClass => Path == Class.Path || Path.StartsWith(Class.Path + ".", StringComparison.Ordinal);

    public Anchor In(string member) => new(Path + "." + member);
}
