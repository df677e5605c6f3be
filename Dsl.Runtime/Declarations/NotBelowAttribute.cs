namespace SerpentDsl;

/// <summary>
/// States that an option is at least as large as another one of the same attribute. The generator checks it at compile time.
/// </summary>
/// <param name="option">Name of the other option.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotBelowAttribute(string option) : Attribute
{
    /// <summary>Name of the other option.</summary>
    public string Option { get; } = option;
}
