namespace SerpentDsl;

/// <summary>Names a publication that an architecture comes from. Its description shows it.</summary>
/// <param name="text">Authors, title and where it appeared.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CitationAttribute(string text) : Attribute
{
    /// <summary>Authors, title and where it appeared.</summary>
    public string Text { get; } = text;

    /// <summary>Where it can be read: an <c>https</c> address.</summary>
    public string? Url { get; set; }
}
