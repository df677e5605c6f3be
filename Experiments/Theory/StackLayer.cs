namespace SerpentDsl.Experiments.Theory;

/// <summary>What the blocks of a stack compute over the sequence.</summary>
internal enum StackLayer
{
    /// <summary>S4D: the same linear filters whatever the input.</summary>
    S4,

    /// <summary>A selective scan: steps and weights depend on the input, diagonal transitions.</summary>
    Mamba,

    /// <summary>A linear CDE: every input has its own dense transition.</summary>
    LinearCde,
}
