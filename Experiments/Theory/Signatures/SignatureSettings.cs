namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>Sizes of the signature experiment.</summary>
internal sealed record SignatureSettings
{
    /// <summary>Sizes that take some minutes on two CPU cores.</summary>
    public static SignatureSettings Reduced { get; } = new()
    {
        Paths = 20_000,
        Fitted = 5_000,
        Measured = 1_000,
        Length = 20,
        CdeStates = 256,
        Width = 64,
        States = 16,
        Steps = 4_000,
        LearningRate = 3e-3,
        Decays = true,
    };

    /// <summary>The paper's sizes: days for the trained stacks.</summary>
    public static SignatureSettings Full { get; } = new()
    {
        Paths = 100_000,
        Fitted = 80_000,
        Measured = 20_000,
        Length = 100,
        CdeStates = 256,
        Width = 256,
        States = 256,
        Steps = 1_000_000,
        LearningRate = 1e-4,
        Decays = false,
    };

    /// <summary>Number of paths.</summary>
    public required int Paths { get; init; }

    /// <summary>Paths that the read-out of the linear CDE is fitted to: the first ones.</summary>
    public required int Fitted { get; init; }

    /// <summary>Paths that errors are measured on: the last ones. The others are trained on.</summary>
    public required int Measured { get; init; }

    /// <summary>Points of a path.</summary>
    public required int Length { get; init; }

    /// <summary>States of the random linear CDE.</summary>
    public required int CdeStates { get; init; }

    /// <summary>Width of the stacks.</summary>
    public required int Width { get; init; }

    /// <summary>States of a feature of the stacks.</summary>
    public required int States { get; init; }

    /// <summary>Training steps of a stack, on 32 paths each.</summary>
    public required int Steps { get; init; }

    /// <summary>Learning rate of Adam.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Whether the learning rate falls to 0 as a cosine; else it is constant.</summary>
    public required bool Decays { get; init; }

    /// <summary>Paths that are trained on.</summary>
    public int Trained => Paths - Measured;
}
