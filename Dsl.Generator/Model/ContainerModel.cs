namespace SerpentDsl.Generator.Model;

/// <summary>A type that contains the declared class.</summary>
/// <param name="Keywords">The keywords of its declaration: <c>class</c>, <c>record struct</c>, …</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPartial">Whether it is declared <c>partial</c>.</param>
internal sealed record ContainerModel(string Keywords, string Name, bool IsPartial);
