namespace SerpentDsl.Generator.Common;

/// <summary>The kinds of values of attribute arguments.</summary>
internal enum ConstantKind
{
    /// <summary>No value: the option is unset and has no default.</summary>
    None,
    Null,
    Boolean,
    Integer,
    Real,
    Enum,
    Type,

    /// <summary>A string or a character.</summary>
    Text,

    /// <summary>An array, or an integer beyond 64 signed bits.</summary>
    Other,
}

/// <summary>A compile-time value, free of symbols.</summary>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Code">The value as a C# expression, with <c>global::</c> names.</param>
/// <param name="Whole">The value of an integer or an enum member; 0 or 1 for a Boolean.</param>
/// <param name="Real">The value as a floating-point number.</param>
/// <param name="Label">The value as a message shows it.</param>
internal readonly record struct Constant(ConstantKind Kind, string Code, long Whole, double Real, string Label)
{
    public static readonly Constant None = new(ConstantKind.None, "", 0, 0, "");

    public static Constant Of(bool truth) =>
        new(ConstantKind.Boolean, truth ? "true" : "false", truth ? 1 : 0, truth ? 1 : 0, truth ? "true" : "false");

    public bool IsNumber => Kind is ConstantKind.Integer or ConstantKind.Real;

    /// <summary>Whether the value is a named member of an enum; <c>Code</c> is then the enum, a dot and the member.</summary>
    public bool IsNamedMember => Kind == ConstantKind.Enum && !Code.StartsWith("(", System.StringComparison.Ordinal);

    public bool Truth => Kind == ConstantKind.Boolean && Whole != 0;
}
