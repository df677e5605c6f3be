namespace SerpentDsl;

/// <summary>How C of an S5 layer starts (the official <c>C_init</c>); n is the size of the whole state, conjugates included.</summary>
public enum S5OutputInitialisation
{
    /// <summary>C V with real and imaginary parts of variance 1/(n · features), truncated normal.</summary>
    LecunNormal,

    /// <summary>
    /// C V with real and imaginary parts of variance 1/n, truncated normal; the official name is misleading, the variance is not 1.
    /// </summary>
    TruncatedStandardNormal,

    /// <summary>C with real and imaginary parts of variance 1/2, normal; V takes no part.</summary>
    ComplexNormal,
}
