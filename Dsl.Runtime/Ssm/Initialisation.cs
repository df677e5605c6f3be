namespace SerpentDsl;

/// <summary>How the state matrix of an S4 or S4D layer starts (reference: S4, S4D and How to Train Your HiPPO).</summary>
public enum Initialisation
{
    /// <summary>HiPPO-LegS with its low-rank term.</summary>
    LegS,

    /// <summary>HiPPO-LegT with its low-rank term; needs rank 2.</summary>
    [Demands("Rank", Minimum = 2)]
    LegT,

    /// <summary>The truncated Fourier basis with its low-rank term.</summary>
    Fourier,

    /// <summary>Half of the copies LegS, half Fourier; needs an even number of copies (of features where each has its own).</summary>
    [Demands("Copies", MultipleOf = 2)]
    [Demands("Features", MultipleOf = 2)]
    Hippo,

    /// <summary>The diagonal of HiPPO-LegS in normal form, low-rank term left out (S4D-LegS).</summary>
    DiagonalLegS,

    /// <summary>Imaginary parts πn (S4D-Lin).</summary>
    DiagonalLinear,

    /// <summary>Imaginary parts (N/π)(N/(2n+1) − 1) (S4D-Inv).</summary>
    DiagonalInverse,

    /// <summary>Imaginary parts (N/π)(N/(n+1) − 1).</summary>
    DiagonalInverse2,

    /// <summary>Imaginary parts (2n+1)²/π.</summary>
    DiagonalQuadratic,

    /// <summary>Real parts −(n+1), no imaginary parts (S4D-Real).</summary>
    DiagonalReal,

    /// <summary>Imaginary parts e^x, x standard normal.</summary>
    DiagonalRandom,

    /// <summary>Half of the copies S4D-Inv, half S4D-Lin; needs an even number of copies (of features where each has its own).</summary>
    [Demands("Copies", MultipleOf = 2)]
    [Demands("Features", MultipleOf = 2)]
    Diagonal,
}
