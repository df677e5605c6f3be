namespace SerpentDsl.Generator.Streaming;

/// <summary>The two forms that continue from a state.</summary>
internal enum StreamForm
{
    /// <summary>One position of every sequence.</summary>
    Step,

    /// <summary>A piece of every sequence.</summary>
    Chunk,
}
