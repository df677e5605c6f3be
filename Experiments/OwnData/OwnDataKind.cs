namespace SerpentDsl.Experiments.OwnData;

/// <summary>What own data is: which task of Dsl.Tasks reads it.</summary>
internal enum OwnDataKind
{
    /// <summary>Texts with a label, in a table.</summary>
    Table,

    /// <summary>Pairs of texts with a label, in a table.</summary>
    Pairs,

    /// <summary>Text files in a folder for each class.</summary>
    Folders,

    /// <summary>Running text.</summary>
    Text,

    /// <summary>Series of numbers, in a table.</summary>
    Series,
}
