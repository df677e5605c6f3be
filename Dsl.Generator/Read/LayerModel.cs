using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The layer class behind a branch attribute.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="FullName">Its name with <c>global::</c>.</param>
/// <param name="Unfit">Why it cannot be a branch layer, as the end of a sentence; null when it can.</param>
/// <param name="PublicConstructors">How many public constructors it has.</param>
/// <param name="Constructor">The parameters of the only one.</param>
/// <param name="IsStreaming">Whether it derives from <c>StreamingLayer</c>.</param>
/// <param name="Stated">What it states of itself.</param>
/// <param name="IsCheckedAlone">Whether what it states is checked where the class stands, once, and not with each backend that uses
/// it.</param>
internal sealed record LayerModel(
    string Name,
    string FullName,
    string? Unfit,
    int PublicConstructors,
    EquatableArray<ConstructorParameter> Constructor,
    bool IsStreaming,
    LayerStatement Stated,
    bool IsCheckedAlone);
