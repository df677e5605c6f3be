namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>Sizes of the state-tracking experiment.</summary>
internal sealed record TrackingSettings
{
    /// <summary>Sizes that take some minutes on two CPU cores.</summary>
    public static TrackingSettings Reduced { get; } = new()
    {
        Lengths = [3, 4, 6],
        MostBlocks = 2,
        Width = 64,
        States = 16,
        CdeStates = 32,
        Batch = 128,
        Steps = 1_500,
        LearningRate = 3e-3,
    };

    /// <summary>The paper's sizes: days.</summary>
    public static TrackingSettings Full { get; } = new()
    {
        Lengths = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20],
        MostBlocks = 4,
        Width = 1024,
        States = 64,
        CdeStates = 256,
        Batch = 32,
        Steps = 200_000,
        LearningRate = 1e-4,
    };

    /// <summary>Lengths of the sequences.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>Largest number of blocks that is tried.</summary>
    public required int MostBlocks { get; init; }

    /// <summary>Width of the stacks.</summary>
    public required int Width { get; init; }

    /// <summary>States of a feature of S4 and Mamba.</summary>
    public required int States { get; init; }

    /// <summary>States of the linear CDE.</summary>
    public required int CdeStates { get; init; }

    /// <summary>Sequences of a step, and as many of length 2.</summary>
    public required int Batch { get; init; }

    /// <summary>Training steps before a number of blocks counts as too few.</summary>
    public required int Steps { get; init; }

    /// <summary>Learning rate of AdamW.</summary>
    public required double LearningRate { get; init; }
}
