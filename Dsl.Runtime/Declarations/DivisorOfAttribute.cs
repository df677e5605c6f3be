namespace SerpentDsl;

/// <summary>
/// States that an option divides another one of the same attribute, or the branch's width. The generator checks it at compile time.
/// </summary>
/// <param name="option">
/// Name of the other option, or an expression over the options as in <see cref="LayerParameterAttribute"/>, such as
/// <c>Expand * Features</c>; <c>Features</c> is the width of the branch, set or not.
/// </param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DivisorOfAttribute(string option) : Attribute
{
    /// <summary>The other option, or the expression.</summary>
    public string Option { get; } = option;
}
