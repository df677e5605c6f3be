namespace SerpentDsl.Experiments.PaperTables;

/// <summary>What a comparison of two models says.</summary>
internal enum PairVerdict
{
    /// <summary>The interval of the difference lies above zero.</summary>
    Better,

    /// <summary>The interval lies below zero.</summary>
    Worse,

    /// <summary>The interval has zero in it.</summary>
    Undecided,

    /// <summary>There is no interval, because both models have only one seed in common.</summary>
    OneSeed,
}
