namespace SerpentDsl;

/// <summary>What mixes features at the end of a block, position by position.</summary>
public enum Mixer
{
    /// <summary>Nothing: SeRpEnt's compression already mixes features.</summary>
    None,

    /// <summary>A linear layer: the output projection of the official S4 block without its gate.</summary>
    Linear,

    /// <summary>GELU and a linear layer, for branches that end without an activation.</summary>
    GeluLinear,

    /// <summary>
    /// A linear layer to twice the width and a gated linear unit, as in the official S4 block (S5's "full_glu" after GELU).
    /// </summary>
    Glu,

    /// <summary>A gate alone, <c>x · sigmoid(W x)</c>: S5's "half_glu1", for branches that end in GELU.</summary>
    HalfGlu1,

    /// <summary>A gate alone, <c>x · sigmoid(W gelu(x))</c>: S5's "half_glu2", for branches without an activation.</summary>
    HalfGlu2,
}
