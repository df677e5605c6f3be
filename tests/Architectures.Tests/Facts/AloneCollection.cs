namespace SerpentDsl.Architectures.Tests.Facts;

/// <summary>Tests that measure the process: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
