namespace SerpentDsl.Experiments.Datasets;

/// <summary>A part of a task's data.</summary>
internal enum Split
{
    /// <summary>Rows to train on.</summary>
    Train,

    /// <summary>Rows to choose the best checkpoint by.</summary>
    Validation,

    /// <summary>Rows to report the result on; read once, at the end.</summary>
    Test,
}
