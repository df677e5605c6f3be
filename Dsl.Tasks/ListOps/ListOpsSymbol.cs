namespace SerpentDsl.Tasks;

/// <summary>A symbol of a ListOps expression; the digits 0 … 9 are their own values.</summary>
public enum ListOpsSymbol : byte
{
    /// <summary>The digit 0; the other digits follow it.</summary>
    Zero = 0,

    /// <summary>The digit 9.</summary>
    Nine = 9,

    /// <summary><c>[MIN</c>: smallest argument.</summary>
    Min = 10,

    /// <summary><c>[MAX</c>: largest argument.</summary>
    Max = 11,

    /// <summary><c>[MED</c>: median of the arguments, truncated to a whole number.</summary>
    Med = 12,

    /// <summary><c>[SM</c>: sum of the arguments modulo 10.</summary>
    Sm = 13,

    /// <summary><c>]</c>: end of an operator's arguments.</summary>
    Close = 14,
}
