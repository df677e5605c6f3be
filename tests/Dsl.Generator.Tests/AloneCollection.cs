namespace SerpentDsl.Generator.Tests;

/// <summary>Tests that libtorch's default generator has to be left to: nothing that draws runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
