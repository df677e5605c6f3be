using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The layer class of a branch attribute.</summary>
/// <param name="Name">The simple name of the class.</param>
/// <param name="FullName">The name of the class with <c>global::</c>.</param>
/// <param name="Unfit">Why the class cannot be a branch layer, as the end of a sentence; null when it can.</param>
/// <param name="PublicConstructors">The number of public constructors.</param>
/// <param name="Constructor">The parameters of the only public constructor.</param>
/// <param name="IsStreaming">Whether the class derives from <c>StreamingLayer</c>.</param>
/// <param name="Stated">The statements of the class's attributes.</param>
/// <param name="IsCheckedAlone">Whether these statements are checked once, at the class, and not with each backend that uses the
/// class.</param>
internal sealed record LayerModel(
    string Name,
    string FullName,
    string? Unfit,
    int PublicConstructors,
    EquatableArray<ConstructorParameter> Constructor,
    bool IsStreaming,
    LayerStatement Stated,
    bool IsCheckedAlone)
{
    /// <summary>Whether the class derives from <c>SkipReadingLayer</c>.</summary>
    public bool ReadsSkip { get; init; }
}
