namespace SerpentDsl;

/// <summary>
/// Which parameters of an S5 layer have the layer's learning rate, and which have weight decay (the official <c>opt_config</c>). Λ always
/// learns at the layer's rate without decay.
/// </summary>
public enum S5OptimizerGroups
{
    /// <summary>B at the layer's rate without decay; C at the recipe's with decay.</summary>
    Standard,

    /// <summary>B at the layer's rate, C at the recipe's, both with decay (<c>BandCdecay</c>).</summary>
    DecayInputAndOutput,

    /// <summary>B and C at the recipe's rate with decay (<c>BfastandCdecay</c>).</summary>
    FastInputAndOutput,

    /// <summary>B, C and D at the layer's rate without decay (<c>noBCdecay</c>).</summary>
    NoDecay,
}
