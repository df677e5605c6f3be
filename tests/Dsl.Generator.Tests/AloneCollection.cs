namespace SerpentDsl.Generator.Tests;

/// <summary>
/// Tests of what is one for the process, libtorch's default generator or the threads of the kernels: nothing runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
