namespace SerpentDsl;

/// <summary>What mixes features at the end of a block.</summary>
public enum Mixer
{
    /// <summary>Nothing: SeRpEnt's compression already mixes features.</summary>
    None,

    /// <summary>A linear layer to twice the width and a gated linear unit, as in the official S4 block.</summary>
    Glu,
}
