namespace SerpentDsl.Generator.Common;

/// <summary>What kind of value an attribute argument is.</summary>
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
/// <param name="Kind">What it is.</param>
/// <param name="Code">The C# expression that gives it, with <c>global::</c> names.</param>
/// <param name="Whole">Its value when it is an integer, an enum member or (0, 1) a Boolean.</param>
/// <param name="Real">Its value as a number.</param>
/// <param name="Label">How a message shows it.</param>
internal readonly record struct Constant(ConstantKind Kind, string Code, long Whole, double Real, string Label)
{
    public static readonly Constant None = new(ConstantKind.None, "", 0, 0, "");

    public static Constant Of(bool truth) =>
        new(ConstantKind.Boolean, truth ? "true" : "false", truth ? 1 : 0, truth ? 1 : 0, truth ? "true" : "false");

    public bool IsNumber => Kind is ConstantKind.Integer or ConstantKind.Real;

    /// <summary>Whether it is a member of an enum, whose code is the enum, a dot and the member.</summary>
    public bool IsNamedMember => Kind == ConstantKind.Enum && !Code.StartsWith("(", System.StringComparison.Ordinal);

    public bool Truth => Kind == ConstantKind.Boolean && Whole != 0;
}
