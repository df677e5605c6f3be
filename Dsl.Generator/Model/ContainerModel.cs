namespace SerpentDsl.Generator.Model;

/// <summary>A type around the declared class.</summary>
/// <param name="Keywords">How it is declared: <c>class</c>, <c>record struct</c>, …</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPartial">Whether it can be extended.</param>
internal sealed record ContainerModel(string Keywords, string Name, bool IsPartial);
