namespace SerpentDsl.Experiments.Datasets;

/// <summary>A part of a task's data.</summary>
internal enum Split
{
    /// <summary>What is trained on.</summary>
    Train,

    /// <summary>What models are chosen by.</summary>
    Validation,

    /// <summary>What is reported.</summary>
    Test,
}
